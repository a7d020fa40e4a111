using AegisAuth.Domain;

namespace AegisAuth.Application.Users;

/// <summary>How roles are called on the wire: by the names of the contract, and an empty text for none.</summary>
public static class RoleNames
{
    /// <summary>What a filter says for ordinary users: an empty filter means every user.</summary>
    public const string NoneInFilter = "none";

    /// <summary>The name of a role.</summary>
    public static string Of(AdminRole role) =>
        role switch
        {
            AdminRole.SuperAdmin => "超级管理员",
            AdminRole.Admin => "管理员",
            AdminRole.OrganisationAdmin => "组织管理员",
            AdminRole.None => "",
        };

    /// <summary>The role of a name; false for a text that names none, and for null.</summary>
    public static bool TryParse(string? name, out AdminRole role)
    {
        foreach (var candidate in Enum.GetValues<AdminRole>())
        {
            if (Of(candidate) == name)
            {
                role = candidate;
                return true;
            }
        }

        role = AdminRole.None;
        return false;
    }

    /// <summary>The role of a name that a validator has seen.</summary>
    /// <exception cref="FormatException">The text names no role.</exception>
    public static AdminRole Parse(string? name) =>
        TryParse(name, out var role) ? role : throw new FormatException("The text names no role.");

    /// <summary>A 组织管理员 without an organisation would administer no account: a mistake in the request, not a refusal.</summary>
    public static bool HasItsOrganisation(string? role, long? organisationId) =>
        role != Of(AdminRole.OrganisationAdmin) || organisationId is not null;

    /// <summary>The role of a filter: a name, or <see cref="NoneInFilter"/>. Null or empty is no filter.</summary>
    public static bool TryParseFilter(string? filter, out AdminRole? role)
    {
        role = null;
        if (string.IsNullOrEmpty(filter))
        {
            return true;
        }

        if (filter == NoneInFilter)
        {
            role = AdminRole.None;
            return true;
        }

        var known = TryParse(filter, out var named);
        role = known ? named : null;
        return known;
    }
}
