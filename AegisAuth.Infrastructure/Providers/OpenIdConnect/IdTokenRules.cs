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
    public const long SkewSeconds = 300;

    /// <summary>The longest life a token of a login may claim, in seconds.</summary>
    public const long LongestLifeSeconds = 86_400;

    /// <summary>The first rule that these claims break, as a word for the audit log; null where they break none.</summary>
    public string? BrokenBy(LenientJson claims)
    {
        if (!IsIssuer(claims.Text("iss"), Issuer))
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

    /// <summary>BASE64URL of the left half of SHA-256 (OpenID Connect Core, section 3.1.3.6; every algorithm we take hashes so).</summary>
    public static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)).AsSpan(0, 16));

    /// <summary>Whether a name is that of an authority. Google writes its own in two ways; every other one is exact.</summary>
    public static bool IsIssuer(string? name, string issuer) =>
        name == issuer || (issuer is Google or GoogleShort && name is Google or GoogleShort);

    private bool IsForUs(LenientJson claims)
    {
        var authorizedParty = claims.Text("azp");
        if (claims.Texts("aud") is { } audiences)
        {
            // Of several audiences one is the party that the token was issued to; of one there is nothing to say.
            return audiences.Contains(ClientId) && (authorizedParty == ClientId || (authorizedParty is null && audiences.Count == 1));
        }

        return claims.Text("aud") == ClientId && (authorizedParty is null || authorizedParty == ClientId);
    }

    private string? BrokenTime(LenientJson claims)
    {
        double now = Now.ToUnixTimeSeconds();
        if (claims.Seconds("exp") is not { } expires || expires <= now - SkewSeconds || expires > now + LongestLifeSeconds + SkewSeconds)
        {
            return "exp";
        }

        return
            claims.Seconds("iat") is not { } issued
            || issued > now + SkewSeconds
            || issued >= expires
            || issued < expires - LongestLifeSeconds
            ? "iat"
            : null;
    }

    private static bool FixedTimeEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
