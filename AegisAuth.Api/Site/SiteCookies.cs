namespace AegisAuth.Api.Site;

/// <summary>
/// The cookie <c>token</c>, which front ends of the document rely on, and on https beside it <c>__Host-token</c>: its
/// prefix keeps neighbouring hosts and plain http from planting another one (RFC 6265bis, 4.1.3.2), so over https it alone
/// is read. With <c>Site:CookieDomain</c> there is <c>token</c> only, for all hosts of that domain.
/// </summary>
internal static class SiteCookies
{
    public const string Name = "token";
    public const string HostName = "__Host-token";

    public static string? Read(HttpRequest request) =>
        request.Cookies[request.IsHttps && Domain(request.HttpContext) is null ? HostName : Name];

    public static void Write(HttpContext context, string token, TimeSpan lifetime)
    {
        var options = Options(context);
        // Both of them, as upstream: old browsers know no Max-Age, and Max-Age needs no right clock.
        options.MaxAge = lifetime;
        options.Expires = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + lifetime;
        foreach (var name in Names(context))
        {
            context.Response.Cookies.Append(name, token, options);
        }
    }

    public static void Clear(HttpContext context)
    {
        foreach (var name in Names(context))
        {
            context.Response.Cookies.Delete(name, Options(context));
        }
    }

    private static string[] Names(HttpContext context) => context.Request.IsHttps && Domain(context) is null ? [Name, HostName] : [Name];

    private static string? Domain(HttpContext context) => context.RequestServices.GetRequiredService<CookieDomain>().Value;

    private static CookieOptions Options(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            Domain = Domain(context),
            Secure = context.Request.IsHttps,
            IsEssential = true,
        };
}
