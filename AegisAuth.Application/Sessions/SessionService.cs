using AegisAuth.Application.Security;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Sessions;

/// <summary>Opens, finds, renews and ends sessions.</summary>
public sealed class SessionService(ISessions sessions, IUnitOfWork unitOfWork, IOptions<TokenOptions> options, TimeProvider time)
{
    private static readonly TimeSpan RenewalWindow = TimeSpan.FromHours(1);

    /// <summary>
    /// Opens a session and returns the only copy of its token. Call it inside the transaction that also writes the
    /// audit entry: no token is handed out unless both are committed.
    /// </summary>
    public async Task<OpenedSession> OpenAsync(User user, Surface surface, bool remember, Caller caller)
    {
        var now = time.GetUtcNow();
        var opened = New(user.Id, surface, now, now + Lifetime(surface, remember), caller);
        await sessions.AddAsync(opened.Session, CancellationToken.None);
        return opened;
    }

    /// <summary>
    /// A fresh site session for one that has less than an hour left; null where there is more, or where the session
    /// was renewed before or has ended. The old token goes on until its own end, because parallel requests still carry it.
    /// </summary>
    public async Task<OpenedSession?> RenewAsync(SignedIn signedIn, Caller caller)
    {
        var now = time.GetUtcNow();
        if (signedIn.Surface != Surface.Site || signedIn.ExpiresAt - now >= Shorter(RenewalWindow, options.Value.SiteLifetime / 2))
        {
            return null;
        }

        var fresh = New(signedIn.UserId, Surface.Site, now, now + options.Value.SiteLifetime, caller);
        // What asks for a recent login must not take a renewal for one.
        fresh = fresh with
        {
            Session = fresh.Session with { CreatedAt = signedIn.CreatedAt },
        };
        return await unitOfWork.RunAsync(
            async () =>
            {
                if (!await sessions.TryMarkRenewedAsync(signedIn.SessionId, signedIn.UserId, now, CancellationToken.None))
                {
                    return null;
                }

                await sessions.AddAsync(fresh.Session, CancellationToken.None);
                return fresh;
            },
            CancellationToken.None
        );
    }

    /// <summary>Ends a session: its token is worth nothing any more, on every node.</summary>
    public Task EndAsync(string sessionId) => sessions.RemoveAsync(sessionId, CancellationToken.None);

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
        return
            signedIn is { Enabled: true }
            && signedIn.Surface == surface
            && signedIn.ExpiresAt > time.GetUtcNow()
            && (surface != Surface.Admin || RoleRules.MayUseAdminLogin(signedIn.Role))
            ? signedIn
            : null;
    }

    private static OpenedSession New(long userId, Surface surface, DateTimeOffset now, DateTimeOffset expiresAt, Caller caller)
    {
        var token = Token.Create();
        return new OpenedSession(
            token,
            new Session
            {
                Id = RandomSecret.CreateId(),
                TokenHash = RandomSecret.Hash(token),
                UserId = userId,
                Surface = surface,
                CreatedAt = now,
                ExpiresAt = expiresAt,
                LastSeenAt = now,
                Address = caller.Address,
                UserAgent = caller.UserAgent,
            }
        );
    }

    // A configured lifetime below two hours must not make every request of a fresh session a renewal.
    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

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
