using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Importing;

/// <summary>What this room brings.</summary>
internal static class ImportingSetup
{
    public static IServiceCollection AddImporting(this IServiceCollection services)
    {
        services.AddSingleton<LineParser>();
        services.AddScoped<ImportLookup>();
        services.AddScoped<ImportWriter>();
        services.AddScoped<ImportParents>();
        services.AddScoped<UserImport>();
        return services.AddScoped<UserExport>();
    }
}
