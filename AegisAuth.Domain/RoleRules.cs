namespace AegisAuth.Domain;

/// <summary>Who may sign in, see and change whom: pure answers from roles and organisations, no I/O.</summary>
public static class RoleRules
{
    /// <summary>Only the three admin roles pass the admin login; a stored number that is no role does not.</summary>
    public static bool MayUseAdminLogin(AdminRole role) => role is AdminRole.OrganisationAdmin or AdminRole.Admin or AdminRole.SuperAdmin;

    /// <summary>Whether <paramref name="actor"/> may see <paramref name="target"/> in lists and by id.</summary>
    /// <remarks>An organisation admin never learns that an account of another organisation exists.</remarks>
    public static bool MaySee(Principal actor, Principal target) =>
        actor.Role switch
        {
            AdminRole.SuperAdmin or AdminRole.Admin => true,
            AdminRole.OrganisationAdmin => actor.OrganisationId is { } own && own == target.OrganisationId,
            AdminRole.None => false,
        };

    /// <summary>
    /// Whether <paramref name="actor"/> may disable, enable, unlock, reset or sign out <paramref name="target"/>.
    /// No account manages itself here: acts on the own account stand under that account.
    /// </summary>
    public static bool MayManage(Principal actor, Principal target) =>
        actor.Id != target.Id
        && actor.Role switch
        {
            AdminRole.SuperAdmin => true,
            AdminRole.Admin or AdminRole.OrganisationAdmin => target.Role == AdminRole.None && MaySee(actor, target),
            AdminRole.None => false,
        };

    /// <summary>Whether <paramref name="actor"/> may create an account with this role in this organisation.</summary>
    public static bool MayCreate(Principal actor, AdminRole role, long? organisationId) =>
        HasItsOrganisation(role, organisationId) && MayGive(actor, role, organisationId);

    /// <summary>
    /// Whether <paramref name="actor"/> may give <paramref name="target"/> this role and organisation.
    /// No account gives a role equal to or above its own, except a super admin; none changes its own.
    /// </summary>
    public static bool MaySetRole(Principal actor, Principal target, AdminRole role, long? organisationId) =>
        MayManage(actor, target) && MayCreate(actor, role, organisationId);

    private static bool MayGive(Principal actor, AdminRole role, long? organisationId) =>
        actor.Role switch
        {
            AdminRole.SuperAdmin => true,
            AdminRole.Admin => role == AdminRole.None,
            AdminRole.OrganisationAdmin => role == AdminRole.None && actor.OrganisationId is { } own && own == organisationId,
            AdminRole.None => false,
        };

    private static bool HasItsOrganisation(AdminRole role, long? organisationId) =>
        role != AdminRole.OrganisationAdmin || organisationId is not null;
}

/// <summary>One side of a role decision.</summary>
/// <param name="Id">The user's key.</param>
/// <param name="Role">Its role now.</param>
/// <param name="OrganisationId">Its organisation, where it has one.</param>
public readonly record struct Principal(long Id, AdminRole Role, long? OrganisationId);
