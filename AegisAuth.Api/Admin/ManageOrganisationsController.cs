using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.Organisations;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>Organisations and their names.</summary>
[Route("user/manage/organisations")]
[RequireSession(Surface.Admin)]
[RequireDynamicSecret]
public sealed class ManageOrganisationsController(OrganisationService organisations) : AdminController
{
    /// <summary>List organisations</summary>
    /// <remarks>
    /// 超级管理员 and 管理员 see all of them, 组织管理员 its own. A number that accounts have and that has no name yet has an
    /// empty name. `next` of a page is `after` of the one behind it.
    /// </remarks>
    [HttpGet]
    [Success<Page<Organisation>>]
    [Refuses(AuthError.InvalidParameter, AuthError.MalformedRequest)]
    public async Task<IActionResult> ListAsync([FromQuery] ListOrganisationsRequest request, CancellationToken cancellationToken) =>
        Read(await organisations.ListAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Make an organisation</summary>
    /// <remarks>超级管理员 only. It gets the next free number. A name that is taken, whatever its case, is refused with `10013`.</remarks>
    [HttpPost]
    [Success<Organisation>]
    [Refuses(AuthError.InvalidParameter, AuthError.Forbidden, AuthError.Conflict)]
    public async Task<IActionResult> CreateAsync([FromBody] OrganisationRequest request, CancellationToken cancellationToken) =>
        Changed(await organisations.CreateAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Give an organisation another name</summary>
    /// <remarks>超级管理员 only; also the first name of a number that is in use. A number that is not is answered with `10012`.</remarks>
    [HttpPost("{id}/rename")]
    [Success<Organisation>]
    [Refuses(AuthError.InvalidParameter, AuthError.Forbidden, AuthError.OrganisationNotFound, AuthError.Conflict)]
    public async Task<IActionResult> RenameAsync(long id, [FromBody] OrganisationRequest request, CancellationToken cancellationToken) =>
        Changed(await organisations.RenameAsync(id, request, AuthenticatedCaller, cancellationToken));
}
