using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.UserManagement;

/// <summary>
/// The one way to change another user's account: the right to change is held, the actor is looked at again, the
/// rules are asked, the change is made and audited, all in one transaction. What the session said about the actor
/// when the request came in may be a moment old; here it is true until the change is committed.
/// </summary>
public sealed class ManagementGate(IUserRepository users, IManagedUserRepository managed, IUnitOfWork unitOfWork, AuditLog audit)
{
    /// <summary>
    /// Runs <paramref name="act"/> on the target. Refuses with <c>InvalidAegisSpeedId</c>; <c>TokenInvalid</c> for an
    /// actor who is no administrator any more; <c>UserNotFound</c> for a target that the actor may not know of;
    /// <c>Conflict</c> where no enabled super admin would be left; <c>Forbidden</c>; and with what the change itself asks for.
    /// </summary>
    public Task<Result<T>> ChangeAsync<T>(
        ManagedChange change,
        string id,
        AuthenticatedCaller caller,
        Func<User, Task<T>> act,
        CancellationToken cancellationToken
    )
    {
        if (!AegisSpeedId.TryParse(id, out var targetId))
        {
            return Task.FromResult<Result<T>>(AuthError.InvalidAegisSpeedId);
        }

        return RunAsync<T>(
            caller.Session,
            async admin =>
            {
                // Held before it is read: a login that is about to open a session ends first, and its session with the others.
                await managed.LockAsync(targetId, cancellationToken);
                var target = await users.FindAsync(targetId, cancellationToken);
                var visible = target is not null && RoleRules.MaySee(admin.AsPrincipal(), target.AsPrincipal());
                var refused = visible ? await WhyNotAsync(change, admin, target!, cancellationToken) : AuditReasons.UnknownUser;
                Result<T> result = refused is null ? await act(target!) : ErrorOf(refused);
                await audit.WriteAsync(
                    new AuditEvent(change.Action)
                    {
                        Actor = admin.AegisSpeedId.ToString(),
                        Target = targetId.ToString(),
                        // An organisation reads its own log: what it may not know of must not show there either.
                        OrganisationId = visible ? target!.OrganisationId : admin.OrganisationId,
                        Refused = refused,
                        Detail = refused is null ? change.Describe(target!) : "",
                    },
                    caller
                );
                return result;
            },
            cancellationToken
        );
    }

    /// <summary>Holds the right to change and runs <paramref name="act"/> with the actor as the row says now; refuses with <c>TokenInvalid</c>.</summary>
    public Task<Result<T>> RunAsync<T>(AuthenticatedSession actor, Func<User, Task<Result<T>>> act, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync(
            async () =>
            {
                await managed.LockAsync(cancellationToken);
                var admin = await users.FindAsync(actor.UserId, cancellationToken);
                return admin is { Enabled: true } && RoleRules.MayUseAdminLogin(admin.Role) ? await act(admin) : AuthError.TokenInvalid;
            },
            cancellationToken
        );

    private async Task<string?> WhyNotAsync(ManagedChange change, User admin, User target, CancellationToken cancellationToken)
    {
        // The last super admin hears why, rather than that self-management is refused. No other actor asks: one who may not
        // manage super admins must not learn how many there are.
        if (
            admin.Role == AdminRole.SuperAdmin
            && target is { Role: AdminRole.SuperAdmin, Enabled: true }
            && change.EndsSuperAdmin
            && await managed.CountOtherSuperAdminsAsync(target.Id, cancellationToken) == 0
        )
        {
            return AuditReasons.LastSuperAdmin;
        }

        return change.IsAllowed(admin.AsPrincipal(), target.AsPrincipal()) ? await change.WhyNotAsync(target) : AuditReasons.Forbidden;
    }

    private static AuthError ErrorOf(string refused) =>
        refused switch
        {
            AuditReasons.UnknownUser => AuthError.UserNotFound,
            AuditReasons.LastSuperAdmin => AuthError.Conflict,
            AuditReasons.LastWayIn => AuthError.LastWayIn,
            AuditReasons.PasskeyInvalid => AuthError.InvalidParameter,
            _ => AuthError.Forbidden,
        };
}

/// <summary>One kind of change and who may make it.</summary>
/// <param name="Action">Its word in the audit log.</param>
public sealed record ManagedChange(string Action)
{
    /// <summary>Who may make it; every actor who may manage the target, unless said otherwise.</summary>
    public Func<Principal, Principal, bool> IsAllowed { get; init; } = RoleRules.MayManage;

    /// <summary>Why it cannot be made, for an actor who may; null where it can.</summary>
    public Func<User, Task<string?>> WhyNotAsync { get; init; } = _ => Task.FromResult<string?>(null);

    /// <summary>Whether a super admin who is its target is none afterwards.</summary>
    public bool EndsSuperAdmin { get; init; }

    /// <summary>A word for the log about the change.</summary>
    public Func<User, string> Describe { get; init; } = _ => "";
}
