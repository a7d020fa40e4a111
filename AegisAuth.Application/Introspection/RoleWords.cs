using AegisAuth.Domain;

namespace AegisAuth.Application.Introspection;

/// <summary>How roles are called for other programs: ASCII, so that they fit into a header.</summary>
public static class RoleWords
{
    /// <summary>The word of a role; empty for an ordinary user.</summary>
    public static string Of(AdminRole role) =>
        role switch
        {
            AdminRole.SuperAdmin => "super-admin",
            AdminRole.Admin => "admin",
            AdminRole.OrganisationAdmin => "organisation-admin",
            AdminRole.None => "",
        };

    /// <summary>Whether a text is the word of an admin role. MVC gives null for an empty parameter, also inside an array.</summary>
    public static bool IsKnown(string? word) => word is { Length: > 0 } && Enum.GetValues<AdminRole>().Any(role => Of(role) == word);
}
