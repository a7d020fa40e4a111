using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AegisAuth.Api.Site;

/// <summary>
/// Whose pages may call <c>/api</c> with a browser's cookies: our own, that of <c>Site:PublicUrl</c>, and those of
/// <c>Site:AllowedOrigins</c>, which CORS reads too.
/// </summary>
/// <remarks>
/// <c>Sec-Fetch-Site</c> is the browser's own word and no page can write it (Fetch Metadata, 2.3). Browsers that do not
/// send it send <c>Origin</c> with every POST; it is compared with <c>Host</c>. Clients that are no browsers send
/// neither: no page can make them call us unknowingly.
/// </remarks>
internal sealed class SiteOrigins
{
    public const string Key = "Site:AllowedOrigins";

    private readonly HashSet<string> _own;
    private readonly HashSet<string> _allowed;

    /// <exception cref="ConfigurationException">An entry is no origin.</exception>
    public SiteOrigins(IConfiguration configuration)
    {
        Allowed = ExactOrigins.Read(configuration, Key);
        _allowed = Allowed.ToHashSet(StringComparer.Ordinal);
        _own = Uri.TryCreate(configuration["Site:PublicUrl"], UriKind.Absolute, out var url) ? [ExactOrigins.Of(url)] : [];
    }

    /// <summary>The origins of <c>Site:AllowedOrigins</c>.</summary>
    public IReadOnlyList<string> Allowed { get; }

    /// <summary>Whether another site's page made the request.</summary>
    public bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && (_allowed.Contains(origin) || _own.Contains(origin)))
        {
            return false;
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site is not ("same-origin" or "none") : origin.Length > 0 && !IsOwn(origin, request);
    }

    /// <summary>Whether the request could change something, and another site's page could have sent it with our cookie.</summary>
    public bool MayBeForged(HttpRequest request) => !IsRead(request.Method) && (IsForeign(request) || !IsJsonOrEmpty(request));

    private static bool IsOwn(string origin, HttpRequest request)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return false;
        }

        // An unnamed proxy may end https in front of us: then we see http and the page is https. Never the reverse.
        return (uri.Scheme == "https" || !request.IsHttps)
            && string.Equals(uri.Authority, WithoutDefaultPort(request.Host, uri.Scheme), StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutDefaultPort(HostString host, string scheme) =>
        host.Port == (scheme == "https" ? 443 : 80) ? host.Host : host.Value ?? "";

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // What a form can send (urlencoded, multipart, text/plain) needs no permission of ours; JSON does (Fetch, CORS-safelisted headers).
    private static bool IsJsonOrEmpty(HttpRequest request) => request.ContentType is null or "" || request.HasJsonContentType();
}

/// <summary>Refuses requests of other sites' pages, for calls that log in: no browser is logged in to another's account without its user's knowledge.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class OwnOriginAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        if (http.RequestServices.GetRequiredService<SiteOrigins>().IsForeign(http.Request))
        {
            http.RequestServices.GetRequiredService<OriginWarnings>().Refused(http.Request);
            context.Result = new RefusalResult(new Refusal(AuthError.Forbidden));
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context) { }
}
