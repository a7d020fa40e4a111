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
