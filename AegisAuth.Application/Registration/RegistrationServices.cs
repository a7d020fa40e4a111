using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Registration;

/// <summary>What this room brings.</summary>
internal static class RegistrationServices
{
    /// <summary>Adds how a visitor becomes a user.</summary>
    public static IServiceCollection AddRegistration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<RegistrationOptions>(configuration, "Registration");
        services.AddScoped<RegistrationGate>();
        services.AddScoped<NewAccount>();
        services.AddScoped<RegistrationService>();
        return services;
    }
}
