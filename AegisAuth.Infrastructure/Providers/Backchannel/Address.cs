using System.Text;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>Addresses of providers: which are taken, and how they are put together.</summary>
internal static class Address
{
    /// <summary>Whether secrets may be sent there: https anywhere, plain http to this machine only.</summary>
    public static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    /// <summary>What is wrong with a configured address, in a sentence that names the key. Absent is right.</summary>
    public static IEnumerable<string> Faults(string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            yield break;
        }

        // A query or fragment would end up in the middle of the addresses that are built from this one, and a
        // user name in it would be a secret in the wrong place.
        if (
            !Uri.TryCreate(value, UriKind.Absolute, out var address)
            || !IsSafe(address)
            || address.Query.Length > 0
            || address.Fragment.Length > 0
            || address.UserInfo.Length > 0
        )
        {
            yield return $"{key} must be an absolute https address (plain http for loopback only) without query, fragment or user name.";
        }
    }

    /// <summary>The base address without a slash at its end, and the default where none is configured.</summary>
    public static string BaseOr(string? configured, string standard) =>
        (string.IsNullOrEmpty(configured) ? standard : configured).TrimEnd('/');

    /// <summary>An address with a query, encoded once, in the given order (WeChat demands its own order).</summary>
    public static Uri WithQuery(string address, params ReadOnlySpan<(string Name, string Value)> query)
    {
        var text = new StringBuilder(address);
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in query)
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return new Uri(text.ToString());
    }

    /// <summary>A picture's address as https, or null: providers still write http, and pages of ours load no http.</summary>
    public static string? Picture(string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            return null;
        }

        var secure = uri.Scheme == Uri.UriSchemeHttp ? string.Concat("https", address.AsSpan(4)) : address!;
        return secure.Length <= 512 ? secure : null;
    }
}
