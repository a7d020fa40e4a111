using AegisAuth.Infrastructure.Providers.Alipay;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>
/// What an operator may say about one provider. Endpoints have defaults in the provider's own file; a normal
/// installation gives an app id and a secret and nothing else.
/// </summary>
internal abstract class ProviderOptions
{
    /// <summary>Where the provider sends the browser back to. https, or http on loopback. Without it there is no authorize address.</summary>
    public string? RedirectUri { get; set; }

    /// <summary>Demands the state of an authorize address with every login, not only where one is brought.</summary>
    public bool RequireState { get; set; }

    /// <summary>Our id at the provider, or empty.</summary>
    public abstract string ClientKey { get; }

    /// <summary>Whether id and secret are there: a platform without them is simply not enabled.</summary>
    public abstract bool Complete { get; }

    /// <summary>Everything that must not be, one sentence each, naming the key under <paramref name="section"/> and never a value.</summary>
    public virtual IEnumerable<string> Faults(string section) => Address.Faults($"{section}:{nameof(RedirectUri)}", RedirectUri);
}

/// <summary>A provider that gives an app id with a shared secret.</summary>
internal class AppOptions : ProviderOptions
{
    /// <summary>Our app id; for swan Baidu's App Key.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The secret that belongs to <see cref="AppId"/>.</summary>
    public string AppSecret { get; set; } = "";

    /// <summary>
    /// Replaces the scheme, host and path prefix of every server-to-server call; the provider's own paths are
    /// appended. One provider calls one host only, in each of its modes, so one key is enough.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>Replaces the provider's page that the browser is sent to, without its query.</summary>
    public string? AuthorizeUrl { get; set; }

    public override string ClientKey => AppId;

    public override bool Complete => AppId.Length > 0 && AppSecret.Length > 0;

    public override IEnumerable<string> Faults(string section) =>
        [
            .. base.Faults(section),
            .. Address.Faults($"{section}:{nameof(BaseUrl)}", BaseUrl),
            .. Address.Faults($"{section}:{nameof(AuthorizeUrl)}", AuthorizeUrl),
        ];
}

/// <summary>Which of Tencent's two QQ services <c>qq</c> is.</summary>
internal enum QqMode
{
    /// <summary>QQ mini program: api.q.qq.com.</summary>
    Mini,

    /// <summary>QQ Connect for web sites: graph.qq.com.</summary>
    Connect,
}

/// <summary>QQ: an app id belongs to one of its two services.</summary>
internal sealed class QqOptions : AppOptions
{
    /// <summary>Which service the app id is of.</summary>
    public QqMode Mode { get; set; }
}

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

        if ((AppCertificate.Length > 0 || RootCertificates.Length > 0) && AlipayCertificates.SerialsOf(AppCertificate) is null)
        {
            faults = faults.Append(
                $"{section}:{nameof(AppCertificate)} must be an RSA-signed certificate in PEM, given with RootCertificates."
            );
        }

        if ((AppCertificate.Length > 0 || RootCertificates.Length > 0) && AlipayCertificates.SerialsOf(RootCertificates) is null)
        {
            faults = faults.Append(
                $"{section}:{nameof(RootCertificates)} must be Alipay's root certificates in PEM, given with AppCertificate."
            );
        }

        return faults;
    }
}
