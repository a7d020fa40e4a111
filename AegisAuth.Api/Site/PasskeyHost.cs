using AegisAuth.Application.Messages;
using AegisAuth.Application.Passkeys;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Site;

/// <summary>The origin from the configuration; in Development the one that the program listens on, unless set.</summary>
internal sealed class PasskeyHost(IOptions<SiteOptions> options, IHostEnvironment environment, IPublicAddress address) : IPasskeyHost
{
    public Uri? Origin => options.Value.PublicUrl.Length > 0 || environment.IsDevelopment() ? address.Root : null;
}
