using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Audit;

/// <summary>What this room brings.</summary>
internal static class AuditServices
{
    /// <summary>Adds the audit log.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<AuditLog>();
        services.AddScoped<AuditSealer>();
        services.AddSingleton<AuditSealingQueue>();
        services.AddOptionsSection<AuditOptions>(configuration, "Audit");
        services.AddScoped<AuditReader>();
        services.AddScoped<AuditExport>();
        services.AddScoped<AuditVerification>();
        return services;
    }
}
