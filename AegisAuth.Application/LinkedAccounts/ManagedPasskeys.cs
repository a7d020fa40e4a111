using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.UserManagement;
using AegisAuth.Domain;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>For an account one of whose passkeys is on a device that its owner does not have any more.</summary>
public sealed class ManagedPasskeys(
    ManagementGate gate,
    IPasskeyRepository passkeys,
    WaysIn waysIn,
    SessionService sessions,
    AccountNotices notices
)
{
    /// <summary>
    /// Takes one passkey away and ends every session: the holder of the device may be logged in. Refuses as
    /// <see cref="ManagementGate.ChangeAsync"/> says, with <c>InvalidParameter</c> for a passkey that is not the account's, and with
    /// <c>LastWayIn</c> when nothing else would open the account.
    /// </summary>
    public Task<Result<Unit>> RemoveAsync(string id, string passkey, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        gate.ChangeAsync(
            new ManagedChange(AuditActions.PasskeyRevoke) { WhyNotAsync = target => WhyNotAsync(target, passkey, cancellationToken) },
            id,
            caller,
            async target =>
            {
                await passkeys.TryRemoveAsync(target.Id, passkey, cancellationToken);
                await notices.TellAsync(target.Id, AccountChange.PasskeyRemoved);
                await sessions.EndAllAsync(target.Id);
                return new Unit();
            },
            cancellationToken
        );

    private async Task<string?> WhyNotAsync(User target, string passkey, CancellationToken cancellationToken)
    {
        if ((await passkeys.ListAsync(target.Id, cancellationToken)).All(one => one.Id != passkey))
        {
            return AuditReasons.PasskeyInvalid;
        }

        return await waysIn.IsLastAsync(target.Id) ? AuditReasons.LastWayIn : null;
    }
}
