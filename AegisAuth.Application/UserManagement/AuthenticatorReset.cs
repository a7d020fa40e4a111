using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;

namespace AegisAuth.Application.UserManagement;

/// <summary>For an account whose owner has lost the app and every recovery code.</summary>
public sealed class AuthenticatorReset(
    ManagementGate gate,
    IAuthenticatorRepository authenticators,
    IPasskeyRepository passkeys,
    SessionService sessions
)
{
    /// <summary>
    /// Takes the app, its recovery codes and the passkeys away and ends every session: the holder of one may hold the lost device too. Done
    /// also where there was none. Refuses as <see cref="ManagementGate.ChangeAsync"/> says.
    /// </summary>
    public Task<Result<Unit>> ResetAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        gate.ChangeAsync(
            new ManagedChange(AuditActions.AuthenticatorReset),
            id,
            caller,
            async target =>
            {
                await authenticators.DeleteAsync(target.Id, cancellationToken);
                // The lost device may hold a passkey as well.
                await passkeys.DeleteAllAsync(target.Id, cancellationToken);
                await sessions.EndAllAsync(target.Id);
                return new Unit();
            },
            cancellationToken
        );
}
