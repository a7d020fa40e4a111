using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;

namespace AegisAuth.Application.UserManagement;

/// <summary>For an account whose owner has lost the app and every recovery code.</summary>
public sealed class AuthenticatorReset(ManagementGate gate, IAuthenticatorRepository authenticators, SessionService sessions)
{
    /// <summary>
    /// Takes the app and its recovery codes away and ends every session: the holder of one may hold the lost app too. Done
    /// also where there was none. Refuses as <see cref="ManagementGate.ChangeAsync"/> says.
    /// </summary>
    public Task<Result<Unit>> ResetAsync(AuthenticatedSession actor, string id, Caller caller, CancellationToken cancellationToken) =>
        gate.ChangeAsync(
            new ManagedChange(AuditActions.AuthenticatorReset),
            actor,
            id,
            caller,
            async target =>
            {
                await authenticators.DeleteAsync(target.Id, cancellationToken);
                await sessions.EndAllAsync(target.Id);
                return new Unit();
            },
            cancellationToken
        );
}
