using AegisAuth.Application.Providers;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers;

/// <summary>What all providers share: their name and their options, which may be reloaded while running.</summary>
internal abstract class VendorLogin<TOptions>(string platform, IOptionsMonitor<TOptions> options) : ILoginProvider
    where TOptions : ProviderOptions
{
    public string Platform => platform;

    public bool Enabled => Options.Complete;

    public string AppId => Options.ClientKey;

    /// <summary>The options of this moment; read once for each login.</summary>
    protected TOptions Options => options.Get(platform);

    public abstract Task<ProviderAnswer> IdentifyAsync(ProviderLogin login, CancellationToken cancellationToken);
}
