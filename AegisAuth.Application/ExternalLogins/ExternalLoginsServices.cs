using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>What this room brings.</summary>
internal static class ExternalLoginsServices
{
    /// <summary>Adds logins through a provider.</summary>
    public static IServiceCollection AddExternalLogins(this IServiceCollection services)
    {
        services.AddScoped<AuthorizationStates>();
        services.AddSingleton<IDemonstrationCodes, NoDemonstrationCodes>();
        services.AddScoped<AuthorizationRedirects>();
        services.AddScoped<ExternalLoginVerifier>();
        services.AddScoped<AccountLinker>();
        return services;
    }
}
