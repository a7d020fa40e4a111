using System.Diagnostics.CodeAnalysis;
using System.Text;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>
/// An id_token as it came: its header picks the key, among those of the authority and with an algorithm that both sides
/// allow (RFC 8725, sections 3.1 and 3.2). The signature itself is checked by <see cref="JsonWebTokenHandler"/>.
/// </summary>
internal sealed class IdToken
{
    private const int LeastModulusBytes = 256;

    // What is taken where the authority allows it. The hash of each is SHA-256, and so is that of at_hash.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.EcdsaSha256,
    ];

    private static readonly JsonWebTokenHandler Handler = new();

    private readonly string _text;
    private readonly string _algorithm;

    private IdToken(string text, string algorithm, string? keyId, LenientJson claims)
    {
        _text = text;
        _algorithm = algorithm;
        KeyId = keyId;
        Claims = claims;
    }

    /// <summary>Which key it says it is signed with, or null.</summary>
    public string? KeyId { get; }

    /// <summary>The payload. Worth nothing until <see cref="IsSignedByAsync"/> has said yes.</summary>
    public LenientJson Claims { get; }

    /// <summary>Takes a token apart; false for anything but three parts, RS256, PS256 or ES256, and no critical extension.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out IdToken? token)
    {
        token = null;
        var parts = (text ?? "").Split('.');
        if (
            parts.Length != 3
            || !TryJson(parts[0], out var header)
            || header.Text("alg") is not { } algorithm
            || !Algorithms.Contains(algorithm, StringComparer.Ordinal)
            || header.Raw("crit") is not null
            || !(header.Text("typ") is null || string.Equals(header.Text("typ"), "JWT", StringComparison.OrdinalIgnoreCase))
            || !TryJson(parts[1], out var claims)
            || !Base64Text.TryUrl(parts[2], out _)
        )
        {
            return false;
        }

        token = new IdToken(text!, algorithm, header.Text("kid"), claims);
        return true;
    }

    /// <summary>
    /// The keys that may have signed it: those of its name, or the only one that fits where it has no name or the key has
    /// none (OpenID Connect Core 1.0, section 10.1). Empty where the authority has no such key, or does not announce the
    /// algorithm (RS256 where it announces none); more than one where the token does not say which.
    /// </summary>
    public IReadOnlyList<SecurityKey> Candidates(OpenIdConnectConfiguration authority)
    {
        var announced = authority.IdTokenSigningAlgValuesSupported;
        if (!(announced.Count == 0 ? _algorithm == SecurityAlgorithms.RsaSha256 : announced.Contains(_algorithm)))
        {
            return [];
        }

        var fitting = authority.JsonWebKeySet.Keys.Where(Fits).ToList();
        if (KeyId is null)
        {
            return fitting;
        }

        var named = fitting.Where(key => key.Kid == KeyId).ToList();
        return named.Count == 0 && fitting is [{ Kid: null or "" }] ? fitting : named;
    }

    /// <summary>Whether one of these keys made the signature.</summary>
    public async Task<bool> IsSignedByAsync(IReadOnlyList<SecurityKey> keys)
    {
        var result = await Handler.ValidateTokenAsync(
            _text,
            new TokenValidationParameters
            {
                IssuerSigningKeys = keys,
                ValidAlgorithms = [_algorithm],
                RequireSignedTokens = true,
                // The claims are held to our clock and to this login by IdTokenRules, which says in a word what is wrong.
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        return result.IsValid;
    }

    private bool Fits(JsonWebKey key) =>
        key.Use is null or "" or "sig"
        && (string.IsNullOrEmpty(key.Alg) || key.Alg == _algorithm)
        && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify"))
        && (
            _algorithm == SecurityAlgorithms.EcdsaSha256
                ? key is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 }
                : key.Kty == JsonWebAlgorithmsKeyTypes.RSA
                    && Base64Text.TryUrl(key.N, out var modulus)
                    && modulus.Length >= LeastModulusBytes
        );

    private static bool TryJson(string part, [NotNullWhen(true)] out LenientJson? json)
    {
        json = null;
        return Base64Text.TryUrl(part, out var bytes) && LenientJson.TryParse(Encoding.UTF8.GetString(bytes), out json);
    }
}
