using AegisAuth.Application.Common;

namespace AegisAuth.Api.Http;

/// <summary>
/// <c>Site:ReturnOrigins</c>: where the login page may send a browser afterwards. Exact origins; everything else is
/// ignored, so that the login cannot be used to lead people astray (open redirect).
/// </summary>
public sealed class ReturnOrigins
{
    private const string Key = "Site:ReturnOrigins";

    private readonly HashSet<string> _origins;

    private ReturnOrigins(IEnumerable<string> origins) => _origins = origins.ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads and checks the list.</summary>
    /// <exception cref="ConfigurationException">An entry is no origin.</exception>
    public static ReturnOrigins Read(IConfiguration configuration) => new(ExactOrigins.Read(configuration, Key));

    /// <summary>The address as a browser is sent to it; null where it is none, or of an origin that is not listed.</summary>
    public string? Accept(string? next) =>
        next is { Length: > 0 and <= 2048 }
        // A browser reads "\" as "/", and drops tabs and line breaks: what it would open is not what was checked.
        && !next.Any(c => c is '\\' || char.IsControl(c) || char.IsWhiteSpace(c))
        && Uri.TryCreate(next, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && next.StartsWith(url.Scheme + "://", StringComparison.OrdinalIgnoreCase)
        && !Authority(next.AsSpan(url.Scheme.Length + "://".Length)).Contains('@')
        && _origins.Contains(ExactOrigins.Of(url))
            ? url.AbsoluteUri
            : null;

    // An empty part before "@" is none to Uri; further on, "@" is a letter like others.
    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> rest) =>
        rest.IndexOfAny('/', '?', '#') is var end and >= 0 ? rest[..end] : rest;
}
