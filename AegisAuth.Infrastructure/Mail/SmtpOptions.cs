using System.ComponentModel.DataAnnotations;
using System.Net;
using MimeKit;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
internal enum SmtpSecurity
{
    /// <summary>STARTTLS, demanded: a server that does not offer it is not used (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>None. Taken for a mail server on this machine only.</summary>
    None,
}

/// <summary>Section <c>Smtp</c>: the mail server. Without a host no e-mail is sent.</summary>
internal sealed class SmtpOptions : IValidatableObject
{
    /// <summary>Name or address of the mail server; empty for none.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. 1 to 65,535; 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>The user name; empty to send without logging in.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The password of that user.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender: an address, or <c>Name &lt;address&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>How the connection is protected; <see cref="SmtpSecurity.StartTls"/>.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>
    /// A private certificate authority: PEM text, or the path of a file with it. With one, only certificates that it has
    /// signed are taken; without, those that the system trusts.
    /// </summary>
    public string CertificateAuthority { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host.Length == 0)
        {
            yield break;
        }

        // MimeKit takes a local name without a domain; no answer could reach it.
        if (!MailboxAddress.TryParse(From, out var sender) || !sender.Address.Contains('@', StringComparison.Ordinal))
        {
            yield return new ValidationResult("must be an e-mail address when Smtp:Host is set.", [nameof(From)]);
        }

        if (UserName.Length > 0 && Password.Length == 0)
        {
            yield return new ValidationResult("must be set when Smtp:UserName is.", [nameof(Password)]);
        }

        if (CertificateAuthority.Length > 0 && MailCertificates.Read(CertificateAuthority) is null)
        {
            yield return new ValidationResult(
                "must be certificates in PEM, or the path of a file with them.",
                [nameof(CertificateAuthority)]
            );
        }

        if (Security == SmtpSecurity.None && !IsLoopback(Host))
        {
            yield return new ValidationResult(
                "may be None for a mail server on this machine only; use StartTls or Tls.",
                [nameof(Security)]
            );
        }
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
