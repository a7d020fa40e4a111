using AegisAuth.Application.ExternalLogins;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>What all providers share: their name and their options, which may be reloaded while running.</summary>
internal abstract class ProviderAdapter<TOptions>(string platform, IOptionsMonitor<TOptions> options) : ILoginProvider
    where TOptions : ProviderOptions
{
    public string Platform => platform;

    public bool Enabled => Options.Complete;

    public bool IsHalfConfigured => !Options.Complete && Options.ClientKey.Length > 0;

    public string AppId => Options.ClientKey;

    /// <summary>The options of this moment; read once for each login.</summary>
    protected TOptions Options => options.Get(platform);

    public abstract Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken);
}
