using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Users;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>What opens an account: its password, its external accounts, its passkeys.</summary>
public sealed class WaysIn(
    IExternalIdentityRepository identities,
    IPasskeyRepository passkeys,
    IUserRepository users,
    ISessionRepository sessions,
    TimeProvider time
)
{
    /// <summary>
    /// Holds the user for a change by this session, and says whether its login is still open. Belongs in a transaction, until
    /// whose end nothing ends it: what ends the sessions of an account may take its ways in away as well, and a request on a
    /// node that has not heard of it must not bring one back.
    /// </summary>
    public async Task<bool> TryHoldAsync(AuthenticatedSession me) =>
        await identities.TryLockUserAsync(me.UserId, CancellationToken.None)
        && (await sessions.ListAsync(me.UserId, me.Surface, time.GetUtcNow(), CancellationToken.None)).Any(open =>
            open.LoginId == me.LoginId
        );

    /// <summary>Whether one external account or passkey is all there is. Belongs behind the lock of the user.</summary>
    public async Task<bool> IsLastAsync(long userId) =>
        (await users.FindAsync(userId, CancellationToken.None))?.PasswordHash is null
        && (await identities.ListAsync(userId, CancellationToken.None)).Count
            + (await passkeys.ListAsync(userId, CancellationToken.None)).Count
            <= 1;
}
