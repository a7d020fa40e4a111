using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Sessions;

/// <summary>Opens, lists, renews and ends sessions; <see cref="SessionFinder"/> finds them.</summary>
public sealed class SessionService(
    ISessionRepository sessions,
    SessionFinder finder,
    IUnitOfWork unitOfWork,
    IOptions<TokenOptions> tokens,
    IOptions<SessionOptions> options,
    TimeProvider time
)
{
    private static readonly TimeSpan RenewalWindow = TimeSpan.FromHours(1);

    /// <summary>
    /// Opens a session and returns the only copy of its token. Call it inside the transaction that also writes the
    /// audit entry: no token is handed out unless both are committed. A user with one session too many loses the least
    /// recently used. Record the login first: the row of the user then keeps parallel logins apart, and their count exact.
    /// </summary>
    public async Task<OpenedSession> OpenAsync(User user, Surface surface, string method, bool remember, Caller caller)
    {
        var now = time.GetUtcNow();
        var opened = New(user.Id, surface, now, now + Lifetime(surface, remember), caller);
        opened = opened with { Session = opened.Session with { AuthenticationMethod = method } };
        await sessions.AddAsync(opened.Session, CancellationToken.None);
        await sessions.DeleteSurplusAsync(opened.Session, options.Value.MaxPerUser, CancellationToken.None);
        return opened;
    }

    /// <summary>
    /// A fresh site session for one that has less than an hour left; null where there is more, or where the session
    /// was renewed before or has ended. The old token goes on until its own end, because parallel requests still carry it.
    /// </summary>
    public async Task<OpenedSession?> RenewAsync(AuthenticatedCaller caller)
    {
        var now = time.GetUtcNow();
        if (
            caller.Session.Surface != Surface.Site
            || caller.Session.ExpiresAt - now >= Shorter(RenewalWindow, tokens.Value.SiteLifetime / 2)
        )
        {
            return null;
        }

        var fresh = New(caller.Session.UserId, Surface.Site, now, now + tokens.Value.SiteLifetime, caller);
        // What asks for a recent login must not take a renewal for one.
        fresh = fresh with
        {
            Session = fresh.Session with
            {
                CreatedAt = caller.Session.CreatedAt,
                RenewalOf = caller.Session.LoginId,
                AuthenticationMethod = caller.Session.AuthenticationMethod,
            },
        };
        return await unitOfWork.RunAsync(
            async () =>
            {
                if (!await sessions.TryMarkRenewedAsync(caller.Session.SessionId, caller.Session.UserId, now, CancellationToken.None))
                {
                    return null;
                }

                await sessions.AddAsync(fresh.Session, CancellationToken.None);
                await sessions.DeleteSurplusAsync(fresh.Session, options.Value.MaxPerUser, CancellationToken.None);
                return fresh;
            },
            CancellationToken.None
        );
    }

    /// <summary>The live sessions of the caller on the surface of this one, the last used first.</summary>
    public Task<IReadOnlyList<Session>> ListAsync(AuthenticatedSession me, CancellationToken cancellationToken) =>
        ListAsync(me.UserId, me.Surface, cancellationToken);

    /// <summary>The live sessions of a user on one surface, the last used first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(long userId, Surface surface, CancellationToken cancellationToken) =>
        [
            .. (await sessions.ListAsync(userId, surface, time.GetUtcNow(), cancellationToken)).Where(session =>
                !finder.IsIdle(surface, session.Id, session.LastSeenAt)
            ),
        ];

    /// <summary>
    /// Ends one login of the caller on the surface of this session, with its renewals. False when the caller has none
    /// with that name.
    /// </summary>
    public Task<bool> EndAsync(AuthenticatedSession me, string loginId) =>
        sessions.DeleteAsync(me.UserId, me.Surface, loginId, CancellationToken.None);

    /// <summary>Ends the other logins of the caller on the surface of this session.</summary>
    public Task EndOthersAsync(AuthenticatedSession me) =>
        sessions.DeleteOthersAsync(me.UserId, me.Surface, me.LoginId, CancellationToken.None);

    /// <summary>
    /// Ends every session of a user on both surfaces: what disabling, deleting and a password reset mean. Call it in
    /// the transaction of the change itself. Says how many those were.
    /// </summary>
    public Task<int> EndAllAsync(long userId) => sessions.DeleteAllAsync(userId, exceptLogin: null, CancellationToken.None);

    /// <summary>
    /// Ends every other login of the caller on both surfaces, and the dynamic secret of this one: what a password
    /// change means. Call it in the transaction of the change itself.
    /// </summary>
    public async Task EndAllButThisAsync(AuthenticatedSession me)
    {
        await sessions.DeleteAllAsync(me.UserId, me.LoginId, CancellationToken.None);
        await sessions.DeleteSecretsAsync(me.UserId, exceptId: null, CancellationToken.None);
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
                IssuedAt = now,
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
            Surface.Admin => tokens.Value.AdminLifetime,
            Surface.Site => remember ? tokens.Value.RememberLifetime : tokens.Value.SiteLifetime,
        };
}
