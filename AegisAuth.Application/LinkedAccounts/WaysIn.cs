using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Users;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>Counts what opens an account: its password, its external accounts, its passkeys.</summary>
public sealed class WaysIn(IExternalIdentityRepository identities, IPasskeyRepository passkeys, IUserRepository users)
{
    /// <summary>Whether one external account or passkey is all there is. Belongs behind the lock of the user.</summary>
    public async Task<bool> IsLastAsync(long userId) =>
        (await users.FindAsync(userId, CancellationToken.None))?.PasswordHash is null
        && (await identities.ListAsync(userId, CancellationToken.None)).Count
            + (await passkeys.ListAsync(userId, CancellationToken.None)).Count
            <= 1;
}
