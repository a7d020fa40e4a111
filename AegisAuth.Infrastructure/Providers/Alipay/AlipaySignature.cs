using System.Security.Cryptography;
using System.Text;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.Alipay;

/// <summary>Alipay's RSA2: SHA256withRSA, PKCS#1 v1.5, base64 (opendocs.alipay.com/common/02kf5q).</summary>
internal static class AlipaySignature
{
    public static bool CanSignWith(string privateKey)
    {
        using var key = AlipayKey.Private(privateKey);
        return key is not null;
    }

    public static bool CanVerifyWith(string publicKey)
    {
        using var key = AlipayKey.Public(publicKey);
        return key is not null;
    }

    /// <summary>What is signed: every parameter but <c>sign</c> and the empty ones, in ASCII order, not URL-encoded.</summary>
    public static string TextOf(IReadOnlyDictionary<string, string> parameters) =>
        string.Join(
            '&',
            parameters
                .Where(parameter => parameter.Key != "sign" && parameter.Value.Length > 0)
                .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
                .Select(parameter => $"{parameter.Key}={parameter.Value}")
        );

    /// <summary>Signs a complete set of parameters. Nothing may be added to it afterwards.</summary>
    public static string Sign(IReadOnlyDictionary<string, string> parameters, string privateKey)
    {
        using var key =
            AlipayKey.Private(privateKey) ?? throw new InvalidOperationException("The start lets no key through that cannot sign.");
        return Convert.ToBase64String(
            key.SignData(Encoding.UTF8.GetBytes(TextOf(parameters)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
    }

    /// <summary>Whether Alipay signed this text, byte for byte.</summary>
    public static bool IsSigned(string text, string? sign, string publicKey)
    {
        using var key = AlipayKey.Public(publicKey);
        return key is not null
            && Base64Text.TryPlain(sign, out var signature)
            && key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
