using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.UserManagement;

/// <summary>
/// What administrators see of one account beside its row: where it is logged in, and what it logs in with. Each look is
/// audited; an account outside of the caller's <see cref="OrganisationScope"/> does not exist here.
/// </summary>
public sealed class UserInsight(
    IUserRepository users,
    SessionService sessions,
    IExternalIdentityRepository identities,
    IAuthenticatorRepository authenticators,
    IPasskeyRepository passkeys,
    AuditLog audit
)
{
    /// <summary>
    /// Where the account is logged in, on both surfaces, the last used first. Refuses with <c>InvalidAegisSpeedId</c> or
    /// <c>UserNotFound</c>.
    /// </summary>
    public Task<Result<ManagedSessions>> SessionsAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        PeekAsync(
            AuditActions.SessionsRead,
            id,
            caller,
            user => SessionsOfAsync(user, caller.Session, cancellationToken),
            cancellationToken
        );

    /// <summary>What the account logs in with. Refuses as <see cref="SessionsAsync"/> does.</summary>
    public Task<Result<ManagedLogins>> LoginsAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        PeekAsync(AuditActions.LoginsRead, id, caller, user => LoginsOfAsync(user, cancellationToken), cancellationToken);

    private async Task<ManagedSessions> SessionsOfAsync(User user, AuthenticatedSession actor, CancellationToken cancellationToken)
    {
        var all = new List<Session>();
        foreach (var surface in (Surface[])[Surface.Admin, Surface.Site])
        {
            all.AddRange((await sessions.ListAsync(user.Id, surface, cancellationToken)).DistinctBy(session => session.LoginId));
        }

        return new ManagedSessions([
            .. all.OrderByDescending(session => session.LastSeenAt).Select(session => ManagedSession.Of(session, actor)),
        ]);
    }

    private async Task<ManagedLogins> LoginsOfAsync(User user, CancellationToken cancellationToken) =>
        new(
            user.PasswordHash is not null,
            await authenticators.FindAsync(user.Id, cancellationToken) is { Confirmed: true },
            [.. (await identities.ListAsync(user.Id, cancellationToken)).Select(ManagedLogin.Of)],
            [.. (await passkeys.ListAsync(user.Id, cancellationToken)).Select(ManagedPasskey.Of)]
        );

    private async Task<Result<T>> PeekAsync<T>(
        string action,
        string id,
        AuthenticatedCaller caller,
        Func<User, Task<T>> look,
        CancellationToken cancellationToken
    )
    {
        if (!AegisSpeedId.TryParse(id, out var target))
        {
            return AuthError.InvalidAegisSpeedId;
        }

        var user = await users.FindAsync(target, cancellationToken);
        var visible = user is not null && RoleRules.MaySee(caller.Session.AsPrincipal(), user.AsPrincipal());
        await audit.WriteAsync(
            new AuditEvent(action)
            {
                Actor = caller.Session.AegisSpeedId.ToString(),
                Target = target.ToString(),
                OrganisationId = visible ? user!.OrganisationId : caller.Session.OrganisationId,
                Refused = visible ? null : AuditReasons.UnknownUser,
            },
            caller
        );
        return visible ? await look(user!) : AuthError.UserNotFound;
    }
}

/// <summary>Where an account is logged in.</summary>
/// <param name="Sessions">The last used first.</param>
public sealed record ManagedSessions(IReadOnlyList<ManagedSession> Sessions);

/// <summary>One login of an account.</summary>
/// <param name="Id">Its public name.</param>
/// <param name="Surface"><c>admin</c> or <c>site</c>.</param>
/// <param name="CreatedTime">When the login happened, in unix seconds.</param>
/// <param name="LastSeen">The last use, in unix seconds, exact to about a minute.</param>
/// <param name="Address">The client's address at login.</param>
/// <param name="UserAgent">The client's user agent at login.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record ManagedSession(
    string Id,
    string Surface,
    long CreatedTime,
    long LastSeen,
    string Address,
    string UserAgent,
    bool Current
)
{
    internal static ManagedSession Of(Session session, AuthenticatedSession actor) =>
        new(
            session.LoginId,
            SurfaceNames.Of(session.Surface),
            session.CreatedAt.ToUnixTimeSeconds(),
            session.LastSeenAt.ToUnixTimeSeconds(),
            session.Address,
            session.UserAgent,
            session.LoginId == actor.LoginId
        );
}

/// <summary>What an account logs in with.</summary>
/// <param name="Password">Whether it has a password.</param>
/// <param name="Authenticator">Whether it has a confirmed authenticator app.</param>
/// <param name="Logins">Its external accounts, the oldest first.</param>
/// <param name="Passkeys">Its passkeys, the oldest first.</param>
public sealed record ManagedLogins(
    bool Password,
    bool Authenticator,
    IReadOnlyList<ManagedLogin> Logins,
    IReadOnlyList<ManagedPasskey> Passkeys
);

/// <summary>An external account, as an administrator sees it: where it is from, not who it is there.</summary>
/// <param name="Provider">The platform.</param>
/// <param name="DisplayName">The name it has there, where the provider tells.</param>
/// <param name="CreatedTime">When it was linked, unix seconds.</param>
/// <param name="LastLogin">When it was last used, unix seconds.</param>
public sealed record ManagedLogin(string Provider, string DisplayName, long CreatedTime, long LastLogin)
{
    internal static ManagedLogin Of(ExternalIdentity identity) =>
        new(identity.Provider, identity.DisplayName, identity.CreatedAt.ToUnixTimeSeconds(), identity.LastLoginAt.ToUnixTimeSeconds());
}

/// <summary>A passkey, as an administrator sees it: nothing of its key.</summary>
/// <param name="Id">What it is removed by.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedTime">When it was added, unix seconds.</param>
/// <param name="LastUsed">When it was last used, unix seconds.</param>
/// <param name="StepUp">Whether it proves the presence of an administrator: whether it was added on the admin surface.</param>
public sealed record ManagedPasskey(string Id, string Name, long CreatedTime, long LastUsed, bool StepUp)
{
    internal static ManagedPasskey Of(Passkey passkey) =>
        new(
            passkey.Id,
            passkey.Name,
            passkey.CreatedAt.ToUnixTimeSeconds(),
            passkey.LastUsedAt.ToUnixTimeSeconds(),
            passkey.Surface == Surface.Admin
        );
}
