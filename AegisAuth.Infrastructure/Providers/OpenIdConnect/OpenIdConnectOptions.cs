using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.OpenIdConnect;

/// <summary>An OpenID provider: every address comes from the discovery document of its authority.</summary>
internal sealed class OpenIdConnectOptions : ProviderOptions
{
    /// <summary>The client id.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// Where <c>/.well-known/openid-configuration</c> is found, and the issuer that the document must name. The row of the
    /// provider gives its default.
    /// </summary>
    public string Authority { get; set; } = "";

    public override string ClientKey => ClientId;

    public override bool Complete => ClientId.Length > 0 && ClientSecret.Length > 0;

    public override IEnumerable<string> Faults(string section) =>
        base.Faults(section).Concat(Address.Faults($"{section}:{nameof(Authority)}", Authority));
}
