using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AegisAuth.Api.Swagger;

/// <summary>The chapters of the page, in the order in which a newcomer walks through them.</summary>
internal sealed class SwaggerTags : IDocumentFilter
{
    private static readonly (string Path, string Tag, string Description)[] All =
    [
        ("user/login/", "Admin: log in", "Login, dynamic secret, who am I. Execute them from top to bottom."),
        ("user/login_admin_info/", "Admin: log in", ""),
        ("user/info/", "Admin: log in", ""),
        ("user/manage/users", "Admin: manage accounts", "As far as the role reaches; needs a dynamic secret."),
        ("user/manage/organisations", "Admin: organisations", "Their names; numbers are what accounts name them by."),
        ("user/manage/audit", "Admin: audit log", "Who did what, to whom, from where."),
        ("user/totp", "Admin: authenticator app", "A code of the app instead of the password for the dynamic secret."),
        ("user/passkeys", "Admin: passkeys", "A passkey instead of the password for the dynamic secret."),
        ("user/", "Admin: own sessions and password", "Where you are signed in, and what you sign in with."),
        ("api/login", "Site: log in", "By password or through one of eight providers; the ways in and the captcha."),
        ("api/platforms", "Site: log in", ""),
        ("api/{platform}/url", "Site: log in", ""),
        ("api/captcha", "Site: log in", ""),
        ("api/return", "Site: log in", ""),
        ("api/register", "Site: register, forgotten password", "For people who have no account or no password yet."),
        ("api/password", "Site: register, forgotten password", ""),
        ("api/user/close", "Site: close the account, copy its data", "Closing can be taken back for some days; then everything is erased."),
        ("api/user/reopen", "Site: close the account, copy its data", ""),
        ("api/user/copy", "Site: close the account, copy its data", ""),
        ("api/user/logins", "Site: linked accounts", "The outside accounts that open this one."),
        ("api/user/passkeys", "Site: passkeys", "The passkeys that open the own account."),
        ("api/user/sessions", "Site: own sessions", "Where you are logged in."),
        ("api/verify", "Site: prove e-mail and phone", "In Development every message is at [/dev/outbox](/dev/outbox)."),
        (
            "oauth2/",
            "For other programs",
            "Introspection, revocation and the question of reverse proxies. The program `demo` exists in Development only."
        ),
        (".well-known/", "For other programs", ""),
        ("forward-auth", "For other programs", ""),
        ("api/user", "Site: own account", "What users see and change of themselves."),
        // Last: what comes after it would need another login.
        ("user/logout", "Log out", "Ends the session that the page holds."),
        ("api/logout", "Log out", ""),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
        swaggerDoc.Tags = All.Where(row => row.Description.Length > 0)
            .Select(row => new OpenApiTag { Name = row.Tag, Description = row.Description })
            .ToHashSet();

    public static string TagOf(ApiDescription endpoint) => All[PlaceOf(endpoint)].Tag;

    public static string OrderOf(ApiDescription endpoint) => $"{PlaceOf(endpoint):00} {endpoint.RelativePath}";

    // The longest prefix that fits.
    private static int PlaceOf(ApiDescription endpoint) =>
        All.Index()
            .Where(row => endpoint.RelativePath!.StartsWith(row.Item.Path, StringComparison.Ordinal))
            .MaxBy(row => row.Item.Path.Length)
            .Index;
}
