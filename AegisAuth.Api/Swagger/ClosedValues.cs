using System.Globalization;
using System.Text.Json.Nodes;
using AegisAuth.Api.Admin;
using AegisAuth.Api.Site;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.LinkedAccounts;
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

    // Those of the interface document; a test holds the two together.
    private static readonly string[] LoginCodes =
    [
        .. Enumerable.Range(10001, 9).Select(code => code.ToString(CultureInfo.InvariantCulture)),
    ];

    private static readonly string[] AdminCodes =
    [
        .. Enum.GetValues<AuthError>()
            .Select(error => new AdminProtocol().Refuse(new Refusal(error), new DefaultHttpContext()).Body)
            .Cast<IAdminOutcome>()
            .Select(outcome => outcome.Code)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static readonly string[] Providers = ["tt", "swan", "alipay", "qq", "weapp", "wechat", "inwechat", "google"];
    private static readonly int[] SiteCodes = [0, -1, 1001, 1002];

    private static readonly Dictionary<(Type, string), JsonNode[]> All = new()
    {
        [(typeof(ManagedUser), "role")] = Texts(Roles),
        [(typeof(CreateUserRequest), "role")] = Texts(Roles),
        [(typeof(SetRoleRequest), "role")] = Texts(Roles),
        [(typeof(ListUsersRequest), "role")] = Texts(Filter),
        [(typeof(ListUsersRequest), "sort")] = Texts([.. ListUsersRequest.Sorts]),
        [(typeof(SiteLoginRequest), "platform")] = Texts([Platforms.Website, .. Providers]),
        [(typeof(LinkRequest), "platform")] = Texts(Providers),
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

        if (typeof(IAdminOutcome).IsAssignableFrom(type) && member == "code")
        {
            return CodesOf(type);
        }

        return All.TryGetValue((type, member), out var values) ? values : [];
    }

    private static JsonNode[] CodesOf(Type envelope) =>
        envelope.GenericTypeArguments[0] != typeof(RefusalData) ? Texts([AdminEnvelope.SuccessCode])
        : envelope == typeof(AdminEnvelope<RefusalData>) ? Texts(AdminCodes)
        : Texts(LoginCodes);

    private static JsonNode[] Texts(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)JsonValue.Create(value))];
}
