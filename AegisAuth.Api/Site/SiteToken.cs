using AegisAuth.Api.Http;

namespace AegisAuth.Api.Site;

/// <summary>The token that a request to <c>/api</c> brings, and how it came.</summary>
/// <param name="Value">What was sent; not necessarily a token.</param>
/// <param name="FromCookie">True: a browser added it by itself, so it proves nothing about who made the request.</param>
internal sealed record SiteToken(string Value, bool FromCookie)
{
    private const string Header = "token";

    /// <summary>
    /// The first that is there of <c>Authorization: Bearer</c>, header <c>token</c> and the cookie; null without any.
    /// A bad one hides the ones after it: whoever names a token means this one.
    /// </summary>
    public static SiteToken? Of(HttpRequest request)
    {
        if (BearerToken.Of(request) is { Length: > 0 } bearer)
        {
            return new SiteToken(bearer, FromCookie: false);
        }

        // Sent twice, the two joined are no token.
        if (request.Headers[Header].ToString() is { Length: > 0 } header)
        {
            return new SiteToken(header, FromCookie: false);
        }

        return SiteCookies.Read(request) is { Length: > 0 } cookie ? new SiteToken(cookie, FromCookie: true) : null;
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(SiteToken);
}
