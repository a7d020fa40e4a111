using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.Alipay;

/// <summary>Alipay: keys instead of a shared secret.</summary>
internal sealed class AlipayOptions : ProviderOptions
{
    /// <summary>Our app id.</summary>
    public string AppId { get; set; } = "";

    /// <summary>Our RSA key, PKCS#1 or PKCS#8, bare base64 as Alipay's tool writes it or PEM.</summary>
    public string PrivateKey { get; set; } = "";

    /// <summary>Alipay's public key as its console shows it, not our own; in certificate mode the certificate in PEM.</summary>
    public string AlipayPublicKey { get; set; } = "";

    /// <summary>Our application certificate in PEM, for an app in certificate mode; with <see cref="RootCertificates"/> or not at all.</summary>
    public string AppCertificate { get; set; } = "";

    /// <summary>Alipay's root bundle in PEM (<c>alipayRootCert.crt</c>), for an app in certificate mode.</summary>
    public string RootCertificates { get; set; } = "";

    /// <summary>Replaces the gateway's scheme, host and path prefix; may end in <c>/gateway.do</c> as Alipay's pages write it.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Replaces the page that the browser is sent to, without its query.</summary>
    public string? AuthorizeUrl { get; set; }

    public override string ClientKey => AppId;

    public override bool Complete => AppId.Length > 0 && PrivateKey.Length > 0 && AlipayPublicKey.Length > 0;

    public override IEnumerable<string> Faults(string section)
    {
        var faults = base.Faults(section)
            .Concat(Address.Faults($"{section}:{nameof(BaseUrl)}", BaseUrl))
            .Concat(Address.Faults($"{section}:{nameof(AuthorizeUrl)}", AuthorizeUrl));
        if (PrivateKey.Length > 0 && !AlipaySignature.CanSignWith(PrivateKey))
        {
            faults = faults.Append(
                $"{section}:{nameof(PrivateKey)} must be an RSA private key of 2048 bits or more, PKCS#1 or PKCS#8, in base64 or PEM."
            );
        }

        if (AlipayPublicKey.Length > 0 && !AlipaySignature.CanVerifyWith(AlipayPublicKey))
        {
            faults = faults.Append(
                $"{section}:{nameof(AlipayPublicKey)} must be an RSA public key of 2048 bits or more, in base64 or PEM, or its certificate."
            );
        }

        if ((AppCertificate.Length > 0 || RootCertificates.Length > 0) && AlipayCertificates.SerialOf(AppCertificate) is null)
        {
            faults = faults.Append(
                $"{section}:{nameof(AppCertificate)} must be an RSA-signed certificate in PEM with an issuer that can be read, given with RootCertificates."
            );
        }

        if ((AppCertificate.Length > 0 || RootCertificates.Length > 0) && AlipayCertificates.SerialsOf(RootCertificates) is null)
        {
            faults = faults.Append(
                $"{section}:{nameof(RootCertificates)} must be Alipay's root certificates in PEM with issuers that can be read, given with AppCertificate."
            );
        }

        return faults;
    }
}
