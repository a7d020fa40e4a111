using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>What an id_token of this login must say (OpenID Connect Core 1.0, section 3.1.3.7).</summary>
/// <param name="Issuer">The issuer of the discovery document.</param>
/// <param name="ClientId">Our client id.</param>
/// <param name="Nonce">The nonce that was stored with the state.</param>
/// <param name="AccessToken">The access token that came with it.</param>
/// <param name="Now">The time.</param>
internal sealed record IdTokenRules(string Issuer, string ClientId, string Nonce, string? AccessToken, DateTimeOffset Now)
{
    private const string Google = "https://accounts.google.com";
    private const string GoogleShort = "accounts.google.com";

    /// <summary>How far the authority's clock and ours may be apart, in seconds.</summary>
    public const long SkewSeconds = 60;

    /// <summary>The longest life a token of a login may claim, in seconds.</summary>
    public const long LongestLifeSeconds = 86_400;

    /// <summary>The first rule that these claims break, as a word for the audit log; null where they break none.</summary>
    public string? BrokenBy(LenientJson claims)
    {
        if (!IsIssuer(claims.Text("iss")))
        {
            return "iss";
        }

        if (!IsForUs(claims))
        {
            return "aud";
        }

        if (BrokenTime(claims) is { } time)
        {
            return time;
        }

        // Absent is wrong: a token without the nonce may be of any login.
        if (claims.Text("nonce") is not { } nonce || !FixedTimeEquals(nonce, Nonce))
        {
            return "nonce";
        }

        if (claims.Text("at_hash") is { } hash && (AccessToken is null || hash != HashOf(AccessToken)))
        {
            return "at_hash";
        }

        return claims.Text("sub") is null ? "sub" : null;
    }

    /// <summary>BASE64URL of the left half of SHA-256 (OpenID Connect Core, section 3.1.3.6, for RS256).</summary>
    public static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)).AsSpan(0, 16));

    // Google writes its own name in two ways; everybody else's is exact.
    private bool IsIssuer(string? issuer) => issuer == Issuer || (Issuer is Google or GoogleShort && issuer is Google or GoogleShort);

    private bool IsForUs(LenientJson claims)
    {
        var authorizedParty = claims.Text("azp");
        if (claims.Texts("aud") is { } audiences)
        {
            return audiences.Contains(ClientId) && authorizedParty == ClientId;
        }

        return claims.Text("aud") == ClientId && (authorizedParty is null || authorizedParty == ClientId);
    }

    private string? BrokenTime(LenientJson claims)
    {
        var now = Now.ToUnixTimeSeconds();
        if (claims.Number("exp") is not { } expires || expires <= now - SkewSeconds || expires > now + LongestLifeSeconds + SkewSeconds)
        {
            return "exp";
        }

        return
            claims.Number("iat") is not { } issued
            || issued > now + SkewSeconds
            || issued >= expires
            || issued < expires - LongestLifeSeconds
            ? "iat"
            : null;
    }

    private static bool FixedTimeEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
