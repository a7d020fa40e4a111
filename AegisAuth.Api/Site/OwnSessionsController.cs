using AegisAuth.Api.Http;
using AegisAuth.Api.Swagger;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The own sessions.</summary>
[Route("api/user/sessions")]
[RequireSession(Surface.Site)]
public sealed class OwnSessionsController(OwnSessionsService sessions) : SiteController
{
    /// <summary>List where you are logged in</summary>
    /// <remarks>The last used first. Last use is exact to about a minute.</remarks>
    [HttpGet]
    [SuccessExample($"[{Examples.Session}]")]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken)
    {
        var me = HttpContext.SignedIn();
        var live = await sessions.ListAsync(me, cancellationToken);
        return Success(live.Select(session => SiteSession.Of(session, me)).ToList());
    }

    /// <summary>End one session of yours, or all others</summary>
    /// <remarks>`{"session_id":"…"}` or `{"others":true}`. The token is worth nothing from the next request on.</remarks>
    [HttpPost("revoke")]
    [RequestExample("others", """{"others":true}""")]
    [SuccessExample]
    [Refuses(AuthError.InvalidParameter)]
    public async Task<IActionResult> RevokeAsync([FromBody] RevokeRequest request) =>
        Reply(await sessions.RevokeAsync(request, HttpContext.SignedIn(), Caller));
}

/// <summary>One login that has not ended.</summary>
/// <param name="Id">The <c>session_id</c> to revoke it by.</param>
/// <param name="CreatedTime">When the login happened, in unix seconds.</param>
/// <param name="LastSeen">The last use, in unix seconds, exact to about a minute.</param>
/// <param name="Address">The client's address at login.</param>
/// <param name="UserAgent">The client's user agent at login.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record SiteSession(string Id, long CreatedTime, long LastSeen, string Address, string UserAgent, bool Current)
{
    internal static SiteSession Of(Session session, SignedIn me) =>
        new(
            session.Id,
            session.CreatedAt.ToUnixTimeSeconds(),
            session.LastSeenAt.ToUnixTimeSeconds(),
            session.Address,
            session.UserAgent,
            Current: session.Id == me.SessionId
        );
}
