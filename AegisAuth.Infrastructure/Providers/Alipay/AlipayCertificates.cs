using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AegisAuth.Infrastructure.Providers.Alipay;

/// <summary>
/// Alipay's certificate mode: requests name our certificate and the root bundle by serials of Alipay's own making, computed
/// here as the official <c>alipay-sdk</c> for Node.js does.
/// </summary>
internal static class AlipayCertificates
{
    private const string RsaSignatures = "1.2.840.113549.1.1.";
    private const int LongestNumber = 6;

    // The names that the SDK knows. Any other attribute stands there without a name, as "=value".
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["1.2.840.113549.1.9.1"] = "E",
    };

    /// <summary>
    /// The <c>app_cert_sn</c> of the first certificate in a text, which must be RSA-signed; null where there is none, or its
    /// issuer cannot be read.
    /// </summary>
    public static string? SerialOf(string pem) =>
        Read(pem, certificates => IsRsaSigned(certificates[0]) ? SerialOf(certificates[0]) : null);

    /// <summary>
    /// The <c>alipay_root_cert_sn</c> of a bundle: the serials of its RSA-signed certificates, joined by <c>_</c>. Those
    /// signed otherwise (SM2, ECDSA) are left out, as the SDK does. Null where there is none, or an issuer cannot be read.
    /// </summary>
    public static string? SerialsOf(string pem) =>
        Read(
            pem,
            certificates =>
            {
                var serials = certificates.Where(IsRsaSigned).Select(SerialOf).ToList();
                return serials.Count == 0 ? null : string.Join('_', serials);
            }
        );

    private static string? Read(string pem, Func<X509Certificate2Collection, string?> read)
    {
        var bundle = new X509Certificate2Collection();
        try
        {
            bundle.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            return bundle.Count == 0 ? null : read(bundle);
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException)
        {
            // No certificates, or none that the SDK could name: the start says so.
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

    private static bool IsRsaSigned(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value!.StartsWith(RsaSignatures, StringComparison.Ordinal);

    [SuppressMessage("Security", "CA5351", Justification = "A name, not a protection, and Alipay's wire format.")]
    private static string SerialOf(X509Certificate2 certificate)
    {
        // Most specific first, nothing escaped, and the serial number in decimal.
        var issuer = string.Join(',', Attributes(certificate.IssuerName).AsEnumerable().Reverse());
        // The SDK reads short numbers with their sign and long ones without.
        var bytes = certificate.SerialNumberBytes.Span;
        var number = new BigInteger(bytes, isUnsigned: bytes.Length > LongestNumber, isBigEndian: true);
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(issuer + number.ToString(CultureInfo.InvariantCulture))));
    }

    // Every attribute on its own, also where several form one name ("CN=a+OU=b"); the bytes of a value are UTF-8 whatever
    // their type says.
    private static List<string> Attributes(X500DistinguishedName name)
    {
        var attributes = new List<string>();
        var names = new AsnReader(name.RawData, AsnEncodingRules.BER).ReadSequence();
        while (names.HasData)
        {
            var set = names.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var type = ShortNames.GetValueOrDefault(attribute.ReadObjectIdentifier(), "");
                AsnDecoder.ReadEncodedValue(attribute.PeekEncodedValue().Span, AsnEncodingRules.BER, out var offset, out var length, out _);
                attributes.Add($"{type}={Encoding.UTF8.GetString(attribute.ReadEncodedValue().Span.Slice(offset, length))}");
            }
        }

        return attributes;
    }
}
