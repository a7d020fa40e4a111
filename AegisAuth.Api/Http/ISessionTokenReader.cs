using AegisAuth.Domain;

namespace AegisAuth.Api.Http;

/// <summary>Where the requests of one surface carry their token.</summary>
internal interface ISessionTokenReader
{
    /// <summary>Whose requests it reads.</summary>
    Surface Surface { get; }

    /// <summary>The token of a request, or null.</summary>
    SessionToken? Read(HttpRequest request);

    /// <summary>
    /// Whether a request that could change something may be another site's doing: asked where the token came by itself,
    /// with a cookie.
    /// </summary>
    bool MayBeForged(HttpRequest request);
}
