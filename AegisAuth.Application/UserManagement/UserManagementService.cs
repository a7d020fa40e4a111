using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.UserManagement;

/// <summary>
/// What administrators do to accounts. Every method refuses as <see cref="ManagementGate.ChangeAsync"/> says, and may
/// be repeated: what is already so stays so.
/// </summary>
public sealed class UserManagementService(
    ManagementGate gate,
    IManagedUserRepository managed,
    SessionService sessions,
    LoginThrottle throttle,
    ResetCodes resets,
    TimeProvider time
)
{
    /// <summary>Closes the account: no login succeeds, every session and the reset code end at once.</summary>
    public Task<Result<Unit>> DisableAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        EndSessionsAsync(
            new ManagedChange(AuditActions.UserDisable) { EndsSuperAdmin = true },
            id,
            caller,
            async target =>
            {
                await managed.SetEnabledAsync(target.Id, enabled: false, time.GetUtcNow(), cancellationToken);
                await resets.WithdrawAsync(target.Id);
                return new Unit();
            },
            cancellationToken
        );

    /// <summary>Opens the account again.</summary>
    public Task<Result<Unit>> EnableAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        gate.ChangeAsync(
            new ManagedChange(AuditActions.UserEnable),
            id,
            caller,
            async target =>
            {
                await managed.SetEnabledAsync(target.Id, enabled: true, time.GetUtcNow(), cancellationToken);
                return new Unit();
            },
            cancellationToken
        );

    /// <summary>Ends the pauses of the account, whatever address they are for. A pause of an address stays.</summary>
    public Task<Result<Unit>> UnlockAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        gate.ChangeAsync(
            new ManagedChange(AuditActions.UserUnlock),
            id,
            caller,
            async target =>
            {
                await throttle.UnlockAsync(AttemptKeys.Account(target.AegisSpeedId), cancellationToken);
                return new Unit();
            },
            cancellationToken
        );

    /// <summary>
    /// Sets role and organisation, and ends every session and the reset code: what they were opened for, and who handed
    /// the code out, may not be allowed any more.
    /// </summary>
    public Task<Result<Unit>> SetRoleAsync(
        string id,
        SetRoleRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        var role = RoleNames.Parse(request.Role);
        var organisation = request.OrganisationId;
        return EndSessionsAsync(
            new ManagedChange(AuditActions.UserRole)
            {
                IsAllowed = (admin, target) => RoleRules.MaySetRole(admin, target, role, organisation),
                EndsSuperAdmin = role != AdminRole.SuperAdmin,
                Describe = target => $"{Place(target.Role, target.OrganisationId)} to {Place(role, organisation)}",
            },
            id,
            caller,
            async target =>
            {
                await managed.SetRoleAsync(target.Id, role, organisation, time.GetUtcNow(), cancellationToken);
                if (target.Role == AdminRole.None && role != AdminRole.None)
                {
                    // Chosen under the rules for ordinary users, and its length is not stored: an administrator needs a longer one.
                    await managed.DemandPasswordAsync(target.Id, time.GetUtcNow(), cancellationToken);
                }

                // Else a 组织管理员 could keep a code of its own user, and set the password of the 超级管理员 that this user has become.
                await resets.WithdrawAsync(target.Id);
                return new Unit();
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Starts a password reset: ends every session and returns a code with which the user sets a new password. An
    /// earlier code ends; the old password opens the account until the new one is set.
    /// </summary>
    public Task<Result<ResetCode>> ResetPasswordAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        EndSessionsAsync(
            new ManagedChange(AuditActions.PasswordResetStart),
            id,
            caller,
            target => resets.IssueAsync(target.Id),
            cancellationToken
        );

    /// <summary>Ends every session of the account on both surfaces.</summary>
    public Task<Result<Unit>> RevokeSessionsAsync(string id, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        EndSessionsAsync(new ManagedChange(AuditActions.SessionsRevoke), id, caller, _ => Task.FromResult(new Unit()), cancellationToken);

    private static string Place(AdminRole role, long? organisation) => organisation is null ? $"{role}" : $"{role} of {organisation}";

    private Task<Result<T>> EndSessionsAsync<T>(
        ManagedChange change,
        string id,
        AuthenticatedCaller caller,
        Func<User, Task<T>> act,
        CancellationToken cancellationToken
    ) =>
        gate.ChangeAsync(
            change,
            id,
            caller,
            async target =>
            {
                var result = await act(target);
                await sessions.EndAllAsync(target.Id);
                return result;
            },
            cancellationToken
        );
}
