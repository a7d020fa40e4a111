using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.UserManagement;

namespace AegisAuth.Application.Closing;

/// <summary>Lets administrators erase an account at once, on the owner's demand.</summary>
public sealed class ManagedErasure(ManagementGate gate, AccountErasure erasure)
{
    /// <summary>
    /// Erases the account with everything about it; nothing brings it back. Also one that its owner is closing. Refuses as
    /// <see cref="ManagementGate.ChangeAsync"/> says, with <c>Conflict</c> for the last enabled super admin.
    /// </summary>
    public Task<Result<Unit>> EraseAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        gate.ChangeAsync(
            new ManagedChange(AuditActions.AccountErase) { EndsSuperAdmin = true },
            id,
            caller,
            async target =>
            {
                await erasure.TryEraseAsync(target);
                return new Unit();
            },
            cancellationToken
        );
}
