using System.Collections.Frozen;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>All external login services by name. Names compare exactly.</summary>
public sealed class LoginProviders
{
    private readonly List<ILoginProvider> _all;
    private readonly FrozenDictionary<string, ILoginProvider> _byName;

    /// <summary>Takes every provider of the program, in the order in which they are listed to clients.</summary>
    public LoginProviders(IEnumerable<ILoginProvider> providers)
    {
        _all = [.. providers];
        _byName = _all.ToFrozenDictionary(provider => provider.Platform, StringComparer.Ordinal);
    }

    /// <summary>Every provider of the program, enabled or not.</summary>
    public IReadOnlyList<ILoginProvider> All => _all;

    /// <summary>The providers that have their keys.</summary>
    public IEnumerable<ILoginProvider> Enabled => _all.Where(provider => provider.Enabled);

    /// <summary>The provider of that name; refuses with <c>UnknownPlatform</c> or <c>PlatformNotEnabled</c>.</summary>
    public Result<ILoginProvider> Find(string? platform)
    {
        if (platform is null || !_byName.TryGetValue(platform, out var provider))
        {
            return AuthError.UnknownPlatform;
        }

        // An interface cannot be the source of an implicit conversion, hence the factory.
        return provider.Enabled ? Result.Of(provider) : AuthError.PlatformNotEnabled;
    }

    /// <summary>
    /// The provider of that name, if its login can begin with a page; refuses with <c>UnknownPlatform</c> where
    /// it never can, and with <c>PlatformNotEnabled</c> where it lacks keys or a redirect URI.
    /// </summary>
    public Result<IRedirectProvider> FindRedirect(string? platform)
    {
        if (platform is null || !_byName.TryGetValue(platform, out var found) || found is not IRedirectProvider provider)
        {
            return AuthError.UnknownPlatform;
        }

        return provider is { Enabled: true, CanRedirect: true } ? Result.Of(provider) : AuthError.PlatformNotEnabled;
    }
}
