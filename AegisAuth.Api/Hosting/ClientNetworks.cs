using System.Net;

namespace AegisAuth.Api.Hosting;

/// <summary>Whether a request comes from where the operator lets it come from.</summary>
internal static class ClientNetworks
{
    /// <summary>
    /// Whether the client is in one of these networks. Sent on by a proxy that is not known here, a request only seems to
    /// come from where it does: it is in none.
    /// </summary>
    public static bool IsIn(this HttpContext context, IReadOnlyList<IPNetwork> networks) =>
        !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded")
        && context.Connection.RemoteIpAddress is { } address
        && networks.Any(network => network.Contains(Plain(address)));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
