using AegisAuth.Application.Security;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Sessions;

/// <summary>Opens and finds sessions.</summary>
public sealed class SessionService(ISessions sessions, IOptions<TokenOptions> options, TimeProvider time)
{
    /// <summary>
    /// Opens a session and returns the only copy of its token. Call it inside the transaction that also writes the
    /// audit entry: no token is handed out unless both are committed.
    /// </summary>
    public async Task<OpenedSession> OpenAsync(User user, Surface surface, bool remember, Caller caller)
    {
        var token = Token.Create();
        var now = time.GetUtcNow();
        var session = new Session
        {
            Id = RandomSecret.CreateId(),
            TokenHash = RandomSecret.Hash(token),
            UserId = user.Id,
            Surface = surface,
            CreatedAt = now,
            ExpiresAt = now + Lifetime(surface, remember),
            LastSeenAt = now,
            Address = caller.Address,
            UserAgent = caller.UserAgent,
        };
        await sessions.AddAsync(session, CancellationToken.None);
        return new OpenedSession(token, session);
    }

    /// <summary>
    /// Who holds this token on this surface; null for a token without the form of one, unknown, ended or expired, and
    /// for a disabled user. On the admin surface also for a user without an admin role.
    /// </summary>
    public async Task<SignedIn?> FindAsync(string? token, Surface surface, CancellationToken cancellationToken)
    {
        if (!Token.HasForm(token))
        {
            return null;
        }

        var signedIn = await sessions.FindAsync(RandomSecret.Hash(token!), cancellationToken);
        return signedIn is { Enabled: true }
            && signedIn.Surface == surface
            && signedIn.ExpiresAt > time.GetUtcNow()
            && (surface != Surface.Admin || RoleRules.MayUseAdminLogin(signedIn.Role))
            ? signedIn
            : null;
    }

    private TimeSpan Lifetime(Surface surface, bool remember) =>
        surface switch
        {
            Surface.Admin => options.Value.AdminLifetime,
            Surface.Site => remember ? options.Value.RememberLifetime : options.Value.SiteLifetime,
        };
}

/// <summary>A new session.</summary>
/// <param name="Token">The only copy of the token.</param>
/// <param name="Session">What is stored of it.</param>
public sealed record OpenedSession(string Token, Session Session)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"{nameof(OpenedSession)} {Session.Id}";
}
