using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.UserManagement;

/// <summary>What this room brings.</summary>
internal static class UserManagementServices
{
    /// <summary>Adds what administrators do to accounts.</summary>
    public static IServiceCollection AddUserManagement(this IServiceCollection services)
    {
        services.AddScoped<ManagementGate>();
        services.AddScoped<UserCreation>();
        services.AddScoped<UserDirectory>();
        services.AddScoped<UserInsight>();
        services.AddScoped<AuthenticatorReset>();
        services.AddScoped<UserManagementService>();
        return services;
    }
}
