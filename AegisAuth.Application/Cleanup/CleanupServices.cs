using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Cleanup;

/// <summary>What this room brings.</summary>
internal static class CleanupServices
{
    /// <summary>Adds what deletes expired rows.</summary>
    public static IServiceCollection AddCleanup(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<MaintenanceOptions>(configuration, "Maintenance");
        services.AddScoped<AuditPruning>();
        services.AddScoped<ExpiredRowCleanup>();
        return services;
    }
}
