using System.Net;
using IPNetwork = System.Net.IPNetwork;

namespace AegisAuth.Api.Hosting;

/// <summary>A configuration key that holds several texts.</summary>
internal static class ListSetting
{
    /// <summary>
    /// The texts under a key: a list in a file, <c>Key__0</c>, <c>Key__1</c> in the environment, or one text with commas.
    /// Where both are given both count: an endpoint that is closed in one place is closed.
    /// </summary>
    public static IReadOnlyList<string> List(this IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        return
        [
            .. section.GetChildren().Select(child => child.Value?.Trim()).Where(text => !string.IsNullOrEmpty(text)).Select(text => text!),
            .. section.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        ];
    }

    /// <summary>The addresses and networks under a key.</summary>
    /// <exception cref="StartupException">One of them is neither.</exception>
    public static IReadOnlyList<IPNetwork> Networks(this IConfiguration configuration, string key) =>
        [.. configuration.List(key).Select(text => Network(key, text))];

    private static IPNetwork Network(string key, string text)
    {
        // Canonical only: "010.0.0.1", "127.1" and "::ffff:10.0.0.1" are read as something else than they look like.
        if (IPNetwork.TryParse(text, out var network) && string.Equals(network.ToString(), text, StringComparison.OrdinalIgnoreCase))
        {
            return network;
        }

        return
            IPAddress.TryParse(text, out var address)
            && !address.IsIPv4MappedToIPv6
            && string.Equals(address.ToString(), text, StringComparison.OrdinalIgnoreCase)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new StartupException(
                $"{key} must list IP addresses or networks in their usual form, such as 10.0.0.0/8 or 2001:db8::1."
            );
    }
}
