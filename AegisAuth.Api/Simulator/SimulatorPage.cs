using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Api.Simulator;

/// <summary>The frame of every page of the simulator.</summary>
internal static class SimulatorPage
{
    /// <summary>Answers with a page that may run no script, load nothing foreign and stand in no frame.</summary>
    /// <remarks><c>formTarget</c> is an origin that the page's form may end at after its redirect, beside our own.</remarks>
    internal static IResult Show(
        HttpRequest request,
        string title,
        Markup body,
        string? formTarget = null,
        int status = StatusCodes.Status200OK
    )
    {
        var language = PageLanguage.Of(request);
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; form-action 'self' {formTarget}; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";

        var page = Markup.Of(
            $"""
            <!DOCTYPE html>
            <html lang="{language.Tag}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · AegisAuth {language.Say("模拟器", "simulator")}</title>
            <link rel="stylesheet" href="{SimulatedApps.Root}/simulator.css">
            </head>
            <body>
            <header>
            <p class="badge">{language.Say("模拟器 · 仅用于开发环境", "Simulator · Development only")}</p>
            {Switch(request, language)}
            </header>
            <main>
            <h1>{title}</h1>
            {body}
            </main>
            </body>
            </html>

            """
        );
        return Results.Text(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A page that only says what was wrong with the request, as providers do when they must not redirect.</summary>
    internal static IResult Refuse(HttpRequest request, Words title, string reason) =>
        Show(
            request,
            PageLanguage.Of(request).Say(title),
            Markup.Of($"""<p class="refusal" role="alert">{reason}</p>"""),
            status: StatusCodes.Status400BadRequest
        );

    // An answer to a POST has no address to come back to in another language.
    private static Markup Switch(HttpRequest request, PageLanguage language)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            return Markup.Nothing;
        }

        var others = request.Query.Where(pair => pair.Key is not "lang" and not "hl");
        var here = QueryHelpers.AddQueryString(request.PathBase + request.Path, others);
        var there = QueryHelpers.AddQueryString(here, "lang", language.OtherTag);
        return Markup.Of($"""<a href="{there}" lang="{language.OtherTag}" hreflang="{language.OtherTag}">{language.OtherName}</a>""");
    }
}
