using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AegisAuth.Infrastructure.Providers.Alipay;

/// <summary>Alipay's certificate mode: requests name our certificate and the root bundle by serials of Alipay's own making.</summary>
internal static class AlipayCertificates
{
    private const string RsaSignatures = "1.2.840.113549.1.1.";

    /// <summary>
    /// The <c>alipay_root_cert_sn</c> of a bundle, or the <c>app_cert_sn</c> of one certificate: the serials of its
    /// RSA-signed certificates, joined by <c>_</c>. Those signed otherwise (SM2, ECDSA) are left out, as the
    /// official SDK does. Null where there is none.
    /// </summary>
    public static string? SerialsOf(string pem)
    {
        var bundle = new X509Certificate2Collection();
        try
        {
            bundle.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            var serials = bundle
                .Where(certificate => certificate.SignatureAlgorithm.Value!.StartsWith(RsaSignatures, StringComparison.Ordinal))
                .Select(SerialOf)
                .ToList();
            return serials.Count == 0 ? null : string.Join('_', serials);
        }
        catch (CryptographicException)
        {
            // No certificates: the start says so.
            return null;
        }
        finally
        {
            foreach (var certificate in bundle)
            {
                certificate.Dispose();
            }
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "A name, not a protection, and Alipay's wire format.")]
    private static string SerialOf(X509Certificate2 certificate)
    {
        // The issuer in the order of RFC 2253, most specific first, and the serial number in decimal.
        var issuer = string.Join(
            ',',
            certificate
                .IssuerName.EnumerateRelativeDistinguishedNames(reversed: true)
                .Select(name => $"{name.GetSingleElementType().FriendlyName}={name.GetSingleElementValue()}")
        );
        var number = new System.Numerics.BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true);
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{issuer}{number}"))));
    }
}
