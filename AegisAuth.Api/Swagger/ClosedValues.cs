using System.Text.Json.Nodes;
using AegisAuth.Api.Admin;
using AegisAuth.Api.Site;
using AegisAuth.Application.Audit;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Api.Swagger;

/// <summary>The members whose values are a closed set, and the values.</summary>
internal static class ClosedValues
{
    private static readonly string[] Roles = [.. Enum.GetValues<AdminRole>().Select(RoleNames.Of)];
    private static readonly string[] Filter = [.. Roles.Where(role => role.Length > 0), RoleNames.NoneInFilter];
    private static readonly int[] SiteCodes = [0, -1, 1001, 1002];

    private static readonly Dictionary<(Type, string), JsonNode[]> All = new()
    {
        [(typeof(ManagedUser), "role")] = Texts(Roles),
        [(typeof(CreateUserRequest), "role")] = Texts(Roles),
        [(typeof(SetRoleRequest), "role")] = Texts(Roles),
        [(typeof(ListUsersRequest), "role")] = Texts(Filter),
        [(typeof(ListUsersRequest), "sort")] = Texts([.. ListUsersRequest.Sorts]),
        [(typeof(AuditLine), "outcome")] = Texts(["success", "refused"]),
        [(typeof(ManagedSession), "surface")] = Texts(["site", "admin"]),
    };

    /// <summary>The values of a member; none where they are open.</summary>
    public static IReadOnlyList<JsonNode> Of(Type type, string member)
    {
        if (typeof(SiteEnvelope).IsAssignableFrom(type) && member == "code")
        {
            return [.. SiteCodes.Select(code => (JsonNode)JsonValue.Create(code))];
        }

        return All.TryGetValue((type, member), out var values) ? values : [];
    }

    private static JsonNode[] Texts(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)JsonValue.Create(value))];
}
