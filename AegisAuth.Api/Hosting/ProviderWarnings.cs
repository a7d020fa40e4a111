using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Api.Hosting;

/// <summary>Tells at the start which login providers are configured by half.</summary>
internal static class ProviderWarnings
{
    public static void WarnOfHalfConfiguredProviders(this WebApplication app)
    {
        foreach (var provider in app.Services.GetRequiredService<LoginProviders>().All)
        {
            var section = $"Providers:{char.ToUpperInvariant(provider.Platform[0])}{provider.Platform[1..]}";
            if (provider.IsHalfConfigured)
            {
                app.Logger.LogWarning("{Section} has an id and no secret: the platform is not enabled", section);
            }
            else if (provider is IRedirectProvider { Enabled: true, NeedsRedirect: true, CanRedirect: false })
            {
                app.Logger.LogWarning("{Section}:RedirectUri is not set: the login page does not offer the platform", section);
            }
        }
    }
}
