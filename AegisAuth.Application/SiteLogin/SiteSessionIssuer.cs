using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Ends every login of <c>/api</c>, whichever way it came: a session, and what the client is told.</summary>
public sealed class SiteSessionIssuer(SessionService sessions, SessionReplacement replacement, IMapper mapper)
{
    /// <summary>
    /// Opens a site session, and ends the one that the caller has brought. Call it inside the transaction that also notes the login and writes the audit entry: no
    /// token is handed out unless all of it is committed.
    /// </summary>
    /// <param name="user">Who it is.</param>
    /// <param name="method">How the login was proven: one of <see cref="AuthenticationMethods"/>, or a platform.</param>
    /// <param name="remember">Whether the session lives for <c>Token:RememberLifetime</c>.</param>
    /// <param name="caller">Who logs in.</param>
    public async Task<SiteLoginSuccess> OpenAsync(User user, string method, bool remember, Caller caller)
    {
        await replacement.EndEarlierAsync(Surface.Site, caller);
        var opened = await sessions.OpenAsync(user, Surface.Site, method, remember, caller);
        var session = opened.Session;
        var shown = mapper.Map<SiteUser>(user with { LastLoginAt = session.CreatedAt }) with { Token = opened.Token };
        return new SiteLoginSuccess(user.AegisSpeedId, shown, session.ExpiresAt - session.CreatedAt);
    }
}

/// <summary>A completed login.</summary>
/// <param name="AegisSpeedId">Who it is.</param>
/// <param name="User">The user, with the only copy of the token.</param>
/// <param name="Lifetime">How long the token lives, and the cookie with it.</param>
public sealed record SiteLoginSuccess(AegisSpeedId AegisSpeedId, SiteUser User, TimeSpan Lifetime);
