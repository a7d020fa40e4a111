namespace AegisAuth.Api.Site;

/// <summary>
/// The cookie <c>token</c>, which front ends of the document rely on, and on https beside it <c>__Host-token</c>: the
/// prefix keeps neighbouring hosts and plain http from planting another one (RFC 6265bis, 4.1.3.2), so it is read first.
/// </summary>
internal static class SiteCookies
{
    public const string Name = "token";
    public const string HostName = "__Host-token";

    public static string? Read(HttpRequest request) =>
        request.IsHttps && request.Cookies[HostName] is { Length: > 0 } hostCookie ? hostCookie : request.Cookies[Name];

    public static void Write(HttpContext context, string token, TimeSpan lifetime)
    {
        var options = Options(context.Request);
        // Both of them, as upstream: old browsers know no Max-Age, and Max-Age needs no right clock.
        options.MaxAge = lifetime;
        options.Expires = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + lifetime;
        foreach (var name in Names(context.Request))
        {
            context.Response.Cookies.Append(name, token, options);
        }
    }

    public static void Clear(HttpContext context)
    {
        foreach (var name in Names(context.Request))
        {
            context.Response.Cookies.Delete(name, Options(context.Request));
        }
    }

    private static string[] Names(HttpRequest request) => request.IsHttps ? [Name, HostName] : [Name];

    private static CookieOptions Options(HttpRequest request) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            Secure = request.IsHttps,
            IsEssential = true,
        };
}
