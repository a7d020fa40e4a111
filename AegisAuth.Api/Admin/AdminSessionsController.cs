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
    [SuccessExample<OwnSessions>(Examples.Sessions)]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) =>
        Read<OwnSessions>(new OwnSessions(await sessions.ListAsync(HttpContext.AuthenticatedSession(), cancellationToken)));

    /// <summary>End one session of yours, or all others</summary>
    /// <remarks>Its token is worth nothing from the next request on.</remarks>
    [HttpPost("sessions/revoke")]
    [RequestExample("others", """{"others":true}""")]
    [SuccessExample]
    [Refuses(AuthError.InvalidParameter)]
    public async Task<IActionResult> RevokeAsync([FromBody] RevokeRequest request) =>
        Changed(await sessions.RevokeAsync(request, HttpContext.AuthenticatedSession(), Caller));

    /// <summary>End this session</summary>
    /// <remarks>The token and its dynamic secret are worth nothing from the next request on.</remarks>
    [HttpPost("logout")]
    [AllowBeforePasswordChange]
    [AllowBeforeAuthenticator]
    [SuccessExample]
    public async Task<IActionResult> LogoutAsync() => Changed(await sessions.LogoutAsync(HttpContext.AuthenticatedSession(), Caller));
}

/// <summary>Where the caller is signed in.</summary>
/// <param name="Sessions">The last used first.</param>
public sealed record OwnSessions(IReadOnlyList<OwnSession> Sessions);
