using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>
/// A JSON Web Signature in its compact form, RS256 and nothing else: the header never chooses how it is
/// checked (RFC 7515; RFC 8725 sections 3.1 and 3.2).
/// </summary>
internal sealed class SignedToken
{
    private readonly string _signedText;
    private readonly byte[] _signature;

    private SignedToken(string signedText, byte[] signature, string? keyId, LenientJson claims)
    {
        _signedText = signedText;
        _signature = signature;
        KeyId = keyId;
        Claims = claims;
    }

    /// <summary>Which key it says it is signed with.</summary>
    public string? KeyId { get; }

    /// <summary>The payload. Worth nothing until <see cref="IsSignedBy"/> has said yes.</summary>
    public LenientJson Claims { get; }

    /// <summary>Takes a token apart; false for anything but an RS256 token of three parts without critical extensions.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out SignedToken? token)
    {
        token = null;
        var parts = (text ?? "").Split('.');
        if (
            parts.Length != 3
            || !TryJson(parts[0], out var header)
            || header.Text("alg") != "RS256"
            || header.Raw("crit") is not null
            || !(header.Text("typ") is null || string.Equals(header.Text("typ"), "JWT", StringComparison.OrdinalIgnoreCase))
            || !TryJson(parts[1], out var claims)
            || !Base64Text.TryUrl(parts[2], out var signature)
        )
        {
            return false;
        }

        token = new SignedToken($"{parts[0]}.{parts[1]}", signature, header.Text("kid"), claims);
        return true;
    }

    /// <summary>Whether that key made the signature.</summary>
    public bool IsSignedBy(RSAParameters key)
    {
        using var rsa = RSA.Create(key);
        return rsa.VerifyData(Encoding.ASCII.GetBytes(_signedText), _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static bool TryJson(string part, [NotNullWhen(true)] out LenientJson? json)
    {
        json = null;
        return Base64Text.TryUrl(part, out var bytes) && LenientJson.TryParse(Encoding.UTF8.GetString(bytes), out json);
    }
}
