using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>Judges the certificate of the mail server, and says why one is refused.</summary>
internal static class MailCertificates
{
    private const string Pem = "-----BEGIN";

    /// <summary>The certificates of a PEM text or file; null where there are none.</summary>
    public static X509Certificate2Collection? Read(string textOrPath)
    {
        var read = new X509Certificate2Collection();
        try
        {
            if (textOrPath.Contains(Pem, StringComparison.Ordinal))
            {
                read.ImportFromPem(textOrPath.Replace("\\n", "\n", StringComparison.Ordinal));
            }
            else
            {
                read.ImportFromPemFile(textOrPath);
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The start says that there is nothing to read.
            return null;
        }

        return read.Count == 0 ? null : read;
    }

    /// <summary>Why a certificate is not taken; null where it is.</summary>
    /// <param name="certificate">What the server has shown.</param>
    /// <param name="systemChain">How the system has judged it, with what the server sent beside it.</param>
    /// <param name="errors">What the system has found.</param>
    /// <param name="authority">The private authority, or empty.</param>
    public static string? WhyRefused(X509Certificate? certificate, X509Chain? systemChain, SslPolicyErrors errors, string authority)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "it has shown none";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "it is for another name than Smtp:Host";
        }

        if (authority.Length == 0)
        {
            return errors == SslPolicyErrors.None ? null : Words(systemChain?.ChainStatus ?? []);
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Read(authority) ?? []);
        chain.ChainPolicy.ExtraStore.AddRange((systemChain?.ChainElements.Select(element => element.Certificate) ?? []).ToArray());
        // A private authority seldom publishes what it has revoked.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(shown) ? null : Words(chain.ChainStatus);
    }

    private static string Words(X509ChainStatus[] found) =>
        found.Length == 0 ? "the system does not trust it" : string.Join(", ", found.Select(status => Word(status.Status)).Distinct());

    private static string Word(X509ChainStatusFlags status) =>
        status switch
        {
            X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => "no trusted authority has signed it",
            X509ChainStatusFlags.NotTimeValid => "it has expired, or is not valid yet",
            X509ChainStatusFlags.Revoked => "it was revoked",
            X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation =>
                "whether it was revoked could not be learnt",
            _ => status.ToString(),
        };
}
