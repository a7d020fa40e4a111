using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Common;

/// <summary>What this room brings.</summary>
internal static class CommonServices
{
    /// <summary>Adds the metrics and what lists and options share.</summary>
    public static IServiceCollection AddCommon(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<BrandOptions>(configuration, "Brand");
        services.AddMetrics();
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<Cursors>();
        return services;
    }
}
