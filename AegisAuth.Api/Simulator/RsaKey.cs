using System.Security.Cryptography;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// A 2048-bit key pair, drawn when first used and gone with the process. Each call works on its own copy,
/// because one RSA object must not be used by two threads.
/// </summary>
internal sealed class RsaKey
{
    private readonly Lazy<byte[]> _privateKey = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    });

    /// <summary>PKCS#8, base64, without PEM armour: what Alipay's key tool gives.</summary>
    internal string PrivateKey => Convert.ToBase64String(_privateKey.Value);

    /// <summary>X.509 SubjectPublicKeyInfo, base64, without PEM armour.</summary>
    internal string PublicKey => Use(rsa => Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));

    /// <summary>Modulus and exponent.</summary>
    internal RSAParameters Parameters => Use(rsa => rsa.ExportParameters(includePrivateParameters: false));

    /// <summary>SHA256withRSA, PKCS#1 v1.5: RS256 and RSA2.</summary>
    internal byte[] Sign(byte[] text) => Use(rsa => rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    internal bool Verify(byte[] text, byte[] signature) =>
        Use(rsa => rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private T Use<T>(Func<RSA, T> work)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(_privateKey.Value, out _);
        return work(rsa);
    }
}
