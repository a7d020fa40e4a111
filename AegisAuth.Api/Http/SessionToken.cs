namespace AegisAuth.Api.Http;

/// <summary>The token that a request brings, and how it came.</summary>
/// <param name="Value">What was sent; not necessarily a token.</param>
/// <param name="FromCookie">True: a browser added it by itself, so it proves nothing about who made the request.</param>
internal sealed record SessionToken(string Value, bool FromCookie)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(SessionToken);
}
