using AegisAuth.Application.Common;

namespace AegisAuth.Api.Http;

/// <summary>A configured list of origins (RFC 6454): scheme, host and port, compared as a whole and never by a part.</summary>
internal static class ExactOrigins
{
    /// <summary>The origins under a key: a list, or one text with commas.</summary>
    /// <exception cref="ConfigurationException">An entry is no origin, or plain http off loopback.</exception>
    public static IReadOnlyList<string> Read(IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        var texts = section
            .GetChildren()
            .Select(child => child.Value)
            .Concat(section.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
        return [.. texts.Select(text => Parse(key, text)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The origin of an address, as a browser writes it: lower case, and without the port that is the scheme's own.</summary>
    public static string Of(Uri url) => url.IsDefaultPort ? $"{url.Scheme}://{url.IdnHost}" : $"{url.Scheme}://{url.IdnHost}:{url.Port}";

    private static string Parse(string key, string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { Query: "", Fragment: "", UserInfo: "", AbsolutePath: "/" }
        && !text.EndsWith('/')
        && !text.Contains('*', StringComparison.Ordinal)
            ? Of(url)
            : throw new ConfigurationException(
                $"{key} must list origins such as https://app.example.com: a scheme, a host, perhaps a port, and nothing else; http is taken for loopback only."
            );
}
