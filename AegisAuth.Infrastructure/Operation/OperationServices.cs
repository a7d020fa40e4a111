using AegisAuth.Application.Operation;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>What this room brings.</summary>
internal static class OperationServices
{
    /// <summary>Adds what an operator asks the program about itself.</summary>
    public static IServiceCollection AddOperation(this IServiceCollection services) =>
        services
            .AddSingleton<IDatabaseBackup, DatabaseBackup>()
            .AddSingleton<IReadinessProbe, ReadinessProbe>()
            .AddScoped<IDoctorCheck, DatabaseCheck>()
            .AddScoped<IDoctorCheck, DiskCheck>()
            .AddScoped<IDoctorCheck, KeysCheck>()
            .AddScoped<IDoctorCheck, AccountsCheck>()
            .AddScoped<IDoctorCheck, ReachCheck>();
}
