using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
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
        services
            .AddOptionsSection<StepUpOptions>(configuration, "StepUp")
            .Configure(options => AddNames(options.RequireAuthenticator, configuration["StepUp:RequireAuthenticator"]))
            .Validate(options => options.NamesRoles(), StepUpOptions.UnknownRole);
        services.AddSingleton<AuthenticatorDemand>();
        services.AddSingleton<ISessionDemand>(provider => provider.GetRequiredService<AuthenticatorDemand>());
        services.AddSingleton<DynamicSecret>();
        services.AddScoped<DynamicSecretIssuer>();
        services.AddScoped<DynamicSecretService>();
        services.AddScoped<SecondFactorVerifier>();
        services.AddSingleton<TotpPresentation>();
        services.AddScoped<TotpService>();
        services.AddScoped<Reauthentication>();
        return services;
    }

    // One text with commas, as the environment has it, counts beside a list.
    private static void AddNames(IList<string> names, string? text)
    {
        foreach (var name in text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            names.Add(name);
        }
    }
}
