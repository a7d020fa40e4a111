using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Browser;

/// <summary>
/// The front end of a site that talked to the interface of the document before us, with jQuery, on our own origin: its
/// Google page in place of the login page, where the provider sends the browser back to.
/// </summary>
internal sealed class OldFrontEnd : IStartupFilter
{
    private static readonly Dictionary<string, (string File, string Type)> Files = new(StringComparer.Ordinal)
    {
        ["/"] = ("google.html", "text/html"),
        ["/test/google.js"] = ("google.js", "text/javascript"),
        ["/test/website"] = ("website.html", "text/html"),
        ["/test/website.js"] = ("website.js", "text/javascript"),
        ["/test/jquery.js"] = ("jquery-3.7.1.min.js", "text/javascript"),
    };

    public static void Register(IServiceCollection services) => services.AddSingleton<IStartupFilter, OldFrontEnd>();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (context, rest) =>
                {
                    if (!Files.TryGetValue(context.Request.Path.Value ?? "", out var page))
                    {
                        return rest(context);
                    }

                    context.Response.ContentType = $"{page.Type}; charset=utf-8";
                    return context.Response.SendFileAsync(
                        Path.Combine(HouseRulesTests.Root, "AegisAuth.Tests", "Browser", "pages", page.File)
                    );
                }
            );
            next(app);
        };
}
