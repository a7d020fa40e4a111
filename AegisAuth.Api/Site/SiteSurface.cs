using AegisAuth.Api.Http;
using AegisAuth.Domain;

namespace AegisAuth.Api.Site;

/// <summary>What <c>/api</c> brings to the pipeline.</summary>
internal static class SiteSurface
{
    public static IServiceCollection AddSiteSurface(this IServiceCollection services) =>
        services
            .AddSingleton<IProtocol, SiteProtocol>()
            .AddSingleton<ISessionTokenReader, SiteTokenReader>()
            .AddCors()
            .AddSingleton<SiteOrigins>()
            .AddSingleton<OriginWarnings>()
            .AddSingleton<CookieDomain>();
}

/// <summary>
/// A site token travels as <c>Authorization: Bearer</c>, in the header <c>token</c> or in the cookie; the first that is
/// there counts. A bad one hides the ones after it: a request that names a token means this one.
/// </summary>
internal sealed class SiteTokenReader(SiteOrigins origins, OriginWarnings warnings) : ISessionTokenReader
{
    private const string Header = "token";

    public Surface Surface => Surface.Site;

    public SessionToken? Read(HttpRequest request) => TokenOf(request);

    /// <inheritdoc cref="Read"/>
    public static SessionToken? TokenOf(HttpRequest request)
    {
        if (BearerToken.Of(request) is { Length: > 0 } bearer)
        {
            return new SessionToken(bearer, FromCookie: false);
        }

        // Sent twice, the two joined are no token.
        if (request.Headers[Header].ToString() is { Length: > 0 } header)
        {
            return new SessionToken(header, FromCookie: false);
        }

        return SiteCookies.Read(request) is { Length: > 0 } cookie ? new SessionToken(cookie, FromCookie: true) : null;
    }

    public bool MayBeForged(HttpRequest request)
    {
        if (!origins.MayBeForged(request))
        {
            return false;
        }

        // What a form of an origin in the list sends is refused as well: no setting would change that.
        if (origins.IsForeign(request))
        {
            warnings.Refused(request);
        }

        return true;
    }
}
