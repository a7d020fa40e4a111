using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.StepUp;

/// <summary>What this room brings.</summary>
internal static class StepUpServices
{
    /// <summary>Adds the dynamic secret and the second factor.</summary>
    public static IServiceCollection AddStepUp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<DynamicSecretOptions>(configuration, "DynamicSecret");
        services.AddSingleton<DynamicSecret>();
        services.AddScoped<DynamicSecretService>();
        services.AddScoped<SecondFactorVerifier>();
        services.AddScoped<TotpService>();
        services.AddScoped<Reauthentication>();
        return services;
    }
}
