using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>The audit log, as far as the role of the caller reaches.</summary>
[Route("user/manage/audit")]
[RequireSession(Surface.Admin)]
[RequireDynamicSecret]
public sealed class ManageAuditController(AuditReader audit, AuditExport export) : AdminController
{
    /// <summary>List what happened, the newest first</summary>
    /// <remarks>组织管理员 sees what happened in its own organisation. `next` of a page is `after` of the one behind it.</remarks>
    [HttpGet]
    [Success<Page<AuditLine>>]
    [Refuses(AuthError.InvalidParameter, AuthError.MalformedRequest)]
    public async Task<IActionResult> ListAsync([FromQuery] ListAuditRequest request, CancellationToken cancellationToken) =>
        Read(await audit.ListAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Export the log, the oldest first</summary>
    /// <remarks>
    /// NDJSON: one JSON object a line, with both hashes of the chain. Go on with the `sequence` of the last line as `after`;
    /// an empty answer is the end. 组织管理员 may not.
    /// </remarks>
    [HttpGet("export")]
    [SuccessLines<ExportedLine>]
    [Refuses(AuthError.InvalidParameter, AuthError.MalformedRequest, AuthError.Forbidden)]
    public async Task<IActionResult> ExportAsync([FromQuery] ExportAuditRequest request, CancellationToken cancellationToken) =>
        (await export.ReadAsync(request, AuthenticatedCaller, cancellationToken)).Match<IActionResult>(
            lines => new JsonLinesResult<ExportedLine>(lines),
            refusal => new RefusalResult(refusal)
        );
}
