using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.Alipay;

/// <summary>
/// RSA keys as operators paste them: Alipay's tool writes bare base64 of PKCS#1 or PKCS#8, others hand over PEM,
/// with its lines or in one.
/// </summary>
internal static partial class AlipayKey
{
    private const int LeastBits = 2048;

    /// <summary>Our own key; null where the text is none. The caller disposes it.</summary>
    public static RSA? Private(string text) =>
        Read(text, (rsa, der) => rsa.ImportPkcs8PrivateKey(der, out _), (rsa, der) => rsa.ImportRSAPrivateKey(der, out _));

    /// <summary>Alipay's key; null where the text is none. The caller disposes it.</summary>
    public static RSA? Public(string text) =>
        Read(
            text,
            (rsa, der) => rsa.ImportSubjectPublicKeyInfo(der, out _),
            (rsa, der) => rsa.ImportRSAPublicKey(der, out _),
            ImportCertificate
        );

    private static void ImportCertificate(RSA rsa, byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        rsa.ImportSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), out _);
    }

    private static RSA? Read(string text, params ReadOnlySpan<Action<RSA, byte[]>> forms)
    {
        if (!Base64Text.TryPlain(Armour().Replace(text, ""), out var der))
        {
            return null;
        }

        foreach (var import in forms)
        {
            var rsa = RSA.Create();
            try
            {
                import(rsa, der);
                if (rsa.KeySize >= LeastBits)
                {
                    return rsa;
                }
            }
            catch (CryptographicException)
            {
                // Not this form; the next one is tried.
            }

            rsa.Dispose();
        }

        return null;
    }

    // The armour, and a line break that an environment file wrote as two characters.
    [GeneratedRegex(@"-----(BEGIN|END) [A-Z ]+-----|\\n|\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Armour();
}
