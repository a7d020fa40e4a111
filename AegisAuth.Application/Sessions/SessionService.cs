using System.Diagnostics.CodeAnalysis;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Sessions;

/// <summary>Opens, finds, renews and ends sessions.</summary>
public sealed class SessionService(
    ISessionRepository sessions,
    SessionCache cache,
    IEnumerable<ISessionDemand> demands,
    LastSeenBuffer lastSeen,
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

    /// <summary>
    /// Who holds this token on this surface; null for a token without the form of one, unknown, ended, expired or not used
    /// for too long, and for a disabled user. On the admin surface also for a user without an admin role.
    /// </summary>
    public async Task<AuthenticatedSession?> FindAsync(string? token, Surface surface, CancellationToken cancellationToken)
    {
        if (!Token.HasForm(token))
        {
            return null;
        }

        var hash = RandomSecret.Hash(token!);
        var authenticated = cache.Find(hash) ?? await ReadAsync(hash, cancellationToken);
        if (!IsAlive(authenticated, surface))
        {
            return null;
        }

        if (IsIdle(authenticated) && (await ReadAsync(hash, cancellationToken) is not { } again || IsIdle(authenticated = again)))
        {
            // Read again first: another node may know of a later use.
            return null;
        }

        lastSeen.Note(authenticated, LastSeenBuffer.ExactnessFor(tokens.Value.IdleOf(surface)));
        return authenticated;
    }

    private bool IsAlive([NotNullWhen(true)] AuthenticatedSession? session, Surface surface) =>
        session is { Enabled: true }
        && session.Surface == surface
        && session.ExpiresAt > time.GetUtcNow()
        && (surface != Surface.Admin || RoleRules.MayUseAdminLogin(session.Role));

    /// <summary>
    /// Who holds this token, for a program that may ask about some surfaces; null for everything that is not alive, and
    /// for a session that must do something else first, such as change the password. Whatever is wrong costs one read, so that the time does not tell.
    /// </summary>
    public async Task<AuthenticatedSession?> FindForProgramAsync(
        string token,
        IReadOnlyList<Surface> surfaces,
        CancellationToken cancellationToken
    )
    {
        var hash = RandomSecret.Hash(token);
        var found = cache.Find(hash);
        if (!MayBeTold(found, surfaces))
        {
            found = await ReadAsync(hash, sessions.FindInConstantTimeAsync, cancellationToken);
        }

        if (!MayBeTold(found, surfaces))
        {
            return null;
        }

        lastSeen.Note(found!, LastSeenBuffer.ExactnessFor(tokens.Value.IdleOf(found!.Surface)));
        return found;
    }

    /// <summary>
    /// The session that a program may end: one of its surfaces that has not expired, also where its user must do something
    /// else first, is disabled or has lost the role, since all of that may pass while the token lives on. It is read from
    /// the database whatever the token is, so that the time does not tell.
    /// </summary>
    public async Task<AuthenticatedSession?> FindToEndAsync(
        string token,
        IReadOnlyList<Surface> surfaces,
        CancellationToken cancellationToken
    ) =>
        await ReadAsync(RandomSecret.Hash(token), sessions.FindInConstantTimeAsync, cancellationToken) is { } found
        && surfaces.Contains(found.Surface)
        && found.ExpiresAt > time.GetUtcNow()
            ? found
            : null;

    private bool MayBeTold([NotNullWhen(true)] AuthenticatedSession? session, IReadOnlyList<Surface> surfaces) =>
        session is not null
        && surfaces.Contains(session.Surface)
        && IsAlive(session, session.Surface)
        && !IsIdle(session)
        && !demands.Any(demand => demand.Concerns(session));

    /// <summary>The live sessions of the caller on the surface of this one, the last used first.</summary>
    public Task<IReadOnlyList<Session>> ListAsync(AuthenticatedSession me, CancellationToken cancellationToken) =>
        ListAsync(me.UserId, me.Surface, cancellationToken);

    /// <summary>The live sessions of a user on one surface, the last used first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(long userId, Surface surface, CancellationToken cancellationToken) =>
        [
            .. (await sessions.ListAsync(userId, surface, time.GetUtcNow(), cancellationToken)).Where(session =>
                !IsIdle(surface, session.Id, session.LastSeenAt)
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

    private bool IsIdle(AuthenticatedSession authenticated) =>
        IsIdle(authenticated.Surface, authenticated.SessionId, authenticated.LastSeenAt);

    private bool IsIdle(Surface surface, string sessionId, DateTimeOffset lastSeenAt) =>
        tokens.Value.IdleOf(surface) is { } idle && time.GetUtcNow() - lastSeen.LastUseOf(sessionId, lastSeenAt) >= idle;

    private Task<AuthenticatedSession?> ReadAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        ReadAsync(tokenHash, sessions.FindAsync, cancellationToken);

    private async Task<AuthenticatedSession?> ReadAsync(
        byte[] tokenHash,
        Func<byte[], CancellationToken, Task<AuthenticatedSession?>> find,
        CancellationToken cancellationToken
    )
    {
        var reading = cache.Begin();
        var authenticated = await find(tokenHash, cancellationToken);
        if (authenticated is not null)
        {
            cache.Keep(tokenHash, authenticated, reading);
        }

        return authenticated;
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
