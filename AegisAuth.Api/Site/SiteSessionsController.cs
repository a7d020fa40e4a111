using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The own sessions.</summary>
[Route("api/user/sessions")]
[RequireSession(Surface.Site)]
public sealed class SiteSessionsController(OwnSessionsService sessions) : SiteController
{
    /// <summary>List where you are logged in</summary>
    /// <remarks>The last used first. Last use is exact to about a minute.</remarks>
    [HttpGet]
    [Success<IReadOnlyList<OwnSession>>]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) =>
        Success(await sessions.ListAsync(HttpContext.AuthenticatedSession(), cancellationToken));

    /// <summary>End one session of yours, or all others</summary>
    /// <remarks>`{"session_id":"…"}` or `{"others":true}`. The token is worth nothing from the next request on.</remarks>
    [HttpPost("revoke")]
    [Success]
    [Refuses(AuthError.InvalidParameter)]
    public async Task<IActionResult> RevokeAsync([FromBody] RevokeRequest request) =>
        Reply(await sessions.RevokeAsync(request, AuthenticatedCaller));
}
