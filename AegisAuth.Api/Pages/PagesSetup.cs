using AegisAuth.Api.Hosting;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;

namespace AegisAuth.Api.Pages;

/// <summary>
/// <c>/</c> and <c>/dashboard</c>: plain HTML, CSS and JavaScript that use nothing but <c>/api</c>. Switched off by
/// <c>LoginPage:Enabled=false</c>, where a product has pages of its own.
/// </summary>
internal static class PagesSetup
{
    /// <summary>
    /// Scripts, styles and calls of our own and nothing else, no inline script or style, no frame around us. Pictures may
    /// be <c>data:</c>, for that is how a captcha comes. A form is sent by its script or not at all: without scripts a
    /// password must not travel to wherever a page says.
    /// </summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; "
        + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    // A picture opened by itself is a document too, and needs nothing.
    private const string AssetPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const int LongestAddress = 512;

    internal static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this WebApplication app)
    {
        if (!app.Configuration.Exposes(FeatureSwitches.LoginPage, byDefault: true))
        {
            return;
        }

        app.MapMethods("/img/here.svg", Methods, ShowAddress).ExcludeFromDescription().WithMetadata(new RequestLog.Quiet());
        foreach (var file in app.Services.GetRequiredService<Brand>().Files.Where(file => !AdminPageSetup.IsItsOwn(file)))
        {
            var endpoint = app.MapMethods(PathOf(file), Methods, (HttpContext context) => Show(file, context.Response.Headers))
                .ExcludeFromDescription();
            if (!file.IsPage)
            {
                endpoint.WithMetadata(new RequestLog.Quiet());
            }
        }
    }

    // Where the browser is, to be scanned. Only it knows its scheme: behind a proxy we see another one.
    private static IResult ShowAddress(HttpRequest request, IQrCode qrCode, IConfiguration configuration)
    {
        request.HttpContext.Response.Headers.ContentSecurityPolicy = AssetPolicy;
        var scheme = request.Query["scheme"] == "https" || request.IsHttps ? "https" : "http";
        var address = configuration["Site:PublicUrl"] is { Length: > 0 } url ? url : $"{scheme}://{request.Host}/";
        // The Host header is the client's, and of a longer text there is no picture that could be scanned.
        return address.Length > LongestAddress ? Results.NotFound() : Results.Text(qrCode.Svg(address), "image/svg+xml");
    }

    internal static string PathOf(PageFile file) =>
        file.Name switch
        {
            "index.html" => "/",
            _ when file.IsPage => "/" + Path.GetFileNameWithoutExtension(file.Name),
            _ => "/" + file.Name,
        };

    internal static IResult Show(PageFile file, IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = file.IsPage ? PagePolicy : AssetPolicy;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (file.IsPage)
        {
            // Stays "no-store": after a logout, Back must not bring the account to the screen again.
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return Results.Bytes(file.Content, file.ContentType);
        }

        // Kept, but asked for each time: a page never runs with scripts of another release.
        headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
    }
}
