using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Api.Site;

/// <summary>
/// The cookie that ties a provider login to the browser it began in: 256 random bits, out of reach of scripts. On https
/// its name keeps neighbouring hosts and plain http from planting one (RFC 6265bis, 4.1.3.2).
/// </summary>
internal static class BrowserBindingCookie
{
    public const string Name = "login_browser";
    public const string HostName = "__Host-login_browser";

    private const int Length = 43;

    /// <summary>Who brings a login back.</summary>
    public static BrowserBinding Of(HttpRequest request) =>
        new(Read(request), request.Headers.ContainsKey("Sec-Fetch-Site") || request.Headers.Origin.Count > 0);

    /// <summary>What the cookie holds, drawn now where there is none; it lives as long as the state that it binds.</summary>
    public static string Renew(HttpContext context)
    {
        // Kept where there is one: two tabs of a browser may be on their way at once.
        var id = Read(context.Request) is { Length: Length } kept ? kept : RandomSecret.Create();
        context.Response.Cookies.Append(
            NameFor(context.Request),
            id,
            new CookieOptions
            {
                HttpOnly = true,
                // Lax: the provider sends the browser back by a link.
                SameSite = SameSiteMode.Lax,
                Path = "/",
                Secure = context.Request.IsHttps,
                MaxAge = AuthorizationStates.Lifetime,
                IsEssential = true,
            }
        );
        return id;
    }

    private static string? Read(HttpRequest request) => request.Cookies[NameFor(request)];

    private static string NameFor(HttpRequest request) => request.IsHttps ? HostName : Name;
}
