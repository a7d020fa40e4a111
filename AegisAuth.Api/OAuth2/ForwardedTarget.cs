using AegisAuth.Api.Http;

namespace AegisAuth.Api.OAuth2;

/// <summary>
/// Where a browser wanted to go when a proxy asked <c>/forward-auth</c>: what the proxy wrote into <c>X-Forwarded-*</c>. It
/// decides nothing; it only becomes the <c>next</c> of a redirect, and only where <c>Site:ReturnOrigins</c> lists it.
/// </summary>
internal sealed record ForwardedTarget(string? Address, string Asked)
{
    public const string Path = "/forward-auth";

    /// <summary>Keeps the headers of the request before trusted proxies are undone, which takes them away.</summary>
    public static void Remember(WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
                {
                    context.Features.Set(Of(context.Request));
                    // On every answer, also of what refuses before the endpoint: a header that is left out lets the
                    // client's own through.
                    RemoteUser.Clear(context.Response);
                }

                return next(context);
            }
        );

    /// <summary>The login page with the way back; null where the client is no browser or must not be sent back there.</summary>
    public static string? LoginUrl(HttpContext context, ReturnOrigins origins, IConfiguration configuration)
    {
        var target = context.Features.Get<ForwardedTarget>();
        if (target is null || !WantsHtml(context.Request) || origins.Accept(target.Address) is not { } next)
        {
            return null;
        }

        var login = configuration["Site:PublicUrl"] is { Length: > 0 } url ? url : target.Asked;
        return $"{login.TrimEnd('/')}/?next={Uri.EscapeDataString(next)}";
    }

    private static ForwardedTarget Of(HttpRequest request)
    {
        var (scheme, host, uri) = (One(request, "X-Forwarded-Proto"), One(request, "X-Forwarded-Host"), One(request, "X-Forwarded-Uri"));
        var address = scheme is not null && host is not null && uri?.StartsWith('/') == true ? $"{scheme}://{host}{uri}" : null;
        return new ForwardedTarget(address, $"{request.Scheme}://{request.Host}");
    }

    // Sent twice, or as a list, it is not what the proxy before us wrote.
    private static string? One(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values)
        && values is [{ Length: > 0 } value]
        && (name.EndsWith("Uri", StringComparison.Ordinal) || !value.Contains(',', StringComparison.Ordinal))
            ? HeaderText.Utf8(value)
            : null;

    private static bool WantsHtml(HttpRequest request) =>
        request.GetTypedHeaders().Accept?.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)) == true;
}
