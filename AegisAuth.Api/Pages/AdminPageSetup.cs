using System.Net;
using AegisAuth.Api.Hosting;
using AegisAuth.Api.Http;

namespace AegisAuth.Api.Pages;

/// <summary>
/// <c>/admin</c>: what administrators do, by <c>/user</c> and nothing else. No public page names it.
/// <c>AdminPage:AllowedNetworks</c> says from where it can be opened; for everybody else there is no such path.
/// </summary>
internal static class AdminPageSetup
{
    private const string NetworksKey = "AdminPage:AllowedNetworks";

    /// <summary>What it shares with the login page, and brings along where that is switched off.</summary>
    private static readonly HashSet<string> Shared =
    [
        "css/base.css",
        "css/forms.css",
        "css/dialogs.css",
        "favicon.svg",
        "img/icons.svg",
        "img/brand.png",
        "img/brand.svg",
        "js/api.js",
        "js/devices.js",
        "js/dialogs.js",
        "js/dom.js",
        "js/forms.js",
        "js/i18n.js",
        "js/platforms.js",
        "js/times.js",
        "js/webauthn.js",
        "js/words.en.js",
        "js/words.zh.js",
    ];

    /// <summary>Whether a file belongs to this page alone.</summary>
    public static bool IsItsOwn(PageFile file) =>
        file.Name is "admin.html" or "css/admin.css" || file.Name.StartsWith("js/admin/", StringComparison.Ordinal);

    /// <summary>Reads the keys, so that a wrong value stops the start.</summary>
    /// <exception cref="StartupException">A key has a wrong value.</exception>
    public static void CheckAdminPage(this WebApplicationBuilder builder)
    {
        builder.Configuration.Exposes(FeatureSwitches.AdminPage, byDefault: true);
        builder.Configuration.Networks(NetworksKey);
        builder.Services.AddSingleton<PasswordHint>();
        builder.Services.AddSingleton<Brand>();
    }

    public static void MapAdminPage(this WebApplication app)
    {
        var networks = app.Configuration.Networks(NetworksKey);
        if (!app.Configuration.Exposes(FeatureSwitches.AdminPage, byDefault: true))
        {
            return;
        }

        var alone = !app.Configuration.Exposes(FeatureSwitches.LoginPage, byDefault: true);
        var files = app
            .Services.GetRequiredService<Brand>()
            .Files.Where(file => IsItsOwn(file) || (alone && Shared.Contains(file.Name)))
            .ToList();
        if (networks.Count > 0)
        {
            app.Hide(networks, [.. files.Select(PagesSetup.PathOf)]);
        }

        foreach (var file in files)
        {
            var endpoint = app.MapMethods(
                    PagesSetup.PathOf(file),
                    PagesSetup.Methods,
                    (HttpContext context) => PagesSetup.Show(file, context.Response.Headers)
                )
                .ExcludeFromDescription();
            if (!file.IsPage)
            {
                endpoint.WithMetadata(new RequestLog.Quiet());
            }
        }
    }

    // Before an endpoint answers: a wrong method, too, would tell that the path is there.
    private static void Hide(this WebApplication app, IReadOnlyList<IPNetwork> networks, string[] paths)
    {
        var hidden = new HashSet<string>(paths, StringComparer.OrdinalIgnoreCase);
        app.Use(
            (context, next) =>
            {
                if (!hidden.Contains(context.Request.Path.Value?.TrimEnd('/') ?? "") || context.IsIn(networks))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        );
    }
}
