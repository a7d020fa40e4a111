using AegisAuth.Api.Http;
using AegisAuth.Api.Swagger;
using AegisAuth.Application.Audit;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>The audit log, as far as the role of the caller reaches.</summary>
[Route("user/manage/audit")]
[RequireSession(Surface.Admin)]
[RequireDynamicSecret]
public sealed class ManageAuditController(AuditReader audit) : AdminController
{
    /// <summary>List what happened, the newest first</summary>
    /// <remarks>组织管理员 sees what happened in its own organisation. `next` of a page is `after` of the one behind it.</remarks>
    [HttpGet]
    [SuccessExample(Examples.AuditPage)]
    [Refuses(AuthError.InvalidParameter, AuthError.MalformedRequest)]
    public async Task<IActionResult> ListAsync([FromQuery] ListAuditRequest request, CancellationToken cancellationToken) =>
        Read(await audit.ListAsync(request, HttpContext.AuthenticatedSession(), Caller, cancellationToken));
}
