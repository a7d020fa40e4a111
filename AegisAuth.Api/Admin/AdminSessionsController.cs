using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>The own sessions.</summary>
[Route("user")]
[RequireSession(Surface.Admin)]
public sealed class AdminSessionsController(OwnSessionsService sessions) : AdminController
{
    /// <summary>List where you are signed in</summary>
    /// <remarks>The last used first. Last use is exact to about a minute.</remarks>
    [HttpGet("sessions")]
    [Success<OwnSessions>]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) =>
        Read<OwnSessions>(new OwnSessions(await sessions.ListAsync(HttpContext.AuthenticatedSession(), cancellationToken)));

    /// <summary>End one session of yours, or all others</summary>
    /// <remarks>Its token is worth nothing from the next request on.</remarks>
    [HttpPost("sessions/revoke")]
    [Success]
    [Refuses(AuthError.InvalidParameter)]
    public async Task<IActionResult> RevokeAsync([FromBody] RevokeRequest request) =>
        Changed(await sessions.RevokeAsync(request, AuthenticatedCaller));

    /// <summary>End this session</summary>
    /// <remarks>The token and its dynamic secret are worth nothing from the next request on.</remarks>
    [HttpPost("logout")]
    [AllowBeforePasswordChange]
    [AllowBeforeAuthenticator]
    [Success]
    public async Task<IActionResult> LogoutAsync() => Changed(await sessions.LogoutAsync(AuthenticatedCaller));
}

/// <summary>Where the caller is signed in.</summary>
/// <param name="Sessions">The last used first.</param>
public sealed record OwnSessions(IReadOnlyList<OwnSession> Sessions);
