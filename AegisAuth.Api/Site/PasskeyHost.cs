using System.Net;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passkeys;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Site;

/// <summary>The origin from the configuration; in Development the port that the program listens on, unless set.</summary>
internal sealed class PasskeyHost(IOptions<SiteOptions> options, IHostEnvironment environment, IPublicAddress address) : IPasskeyHost
{
    public Uri? Origin => options.Value.PublicUrl.Length > 0 || environment.IsDevelopment() ? Named(address.Root) : null;

    // No passkey belongs to an address in numbers (WebAuthn level 3, 5.1.3): on loopback it is localhost.
    private static Uri? Named(Uri root) =>
        !IPAddress.TryParse(root.Host.Trim('[', ']'), out _) ? root
        : root.IsLoopback ? new UriBuilder(root.Scheme, "localhost", root.Port).Uri
        : null;
}
