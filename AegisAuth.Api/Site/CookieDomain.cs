using AegisAuth.Application.Common;

namespace AegisAuth.Api.Site;

/// <summary><c>Site:CookieDomain</c>: the domain whose hosts all get the cookie <c>token</c>; null for this host alone.</summary>
internal sealed class CookieDomain
{
    private const string Key = "Site:CookieDomain";

    /// <exception cref="ConfigurationException">It is no domain, or <c>Site:PublicUrl</c> lies outside of it.</exception>
    public CookieDomain(IConfiguration configuration)
    {
        // A leading dot says the same (RFC 6265, 5.2.3).
        var domain = configuration[Key]?.Trim().TrimStart('.').ToLowerInvariant() ?? "";
        if (domain.Length == 0)
        {
            return;
        }

        // A browser takes no cookie for a whole top-level domain.
        if (Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.', StringComparison.Ordinal))
        {
            throw new ConfigurationException($"{Key} must be a domain such as example.com, without scheme and port.");
        }

        if (
            Uri.TryCreate(configuration["Site:PublicUrl"], UriKind.Absolute, out var url)
            && url.IdnHost != domain
            && !url.IdnHost.EndsWith("." + domain, StringComparison.Ordinal)
        )
        {
            throw new ConfigurationException($"{Key} must be the domain of Site:PublicUrl: browsers take no cookie for another one.");
        }

        Value = domain;
    }

    /// <summary>The domain, without a leading dot.</summary>
    public string? Value { get; }
}
