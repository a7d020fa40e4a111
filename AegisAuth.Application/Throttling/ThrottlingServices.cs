using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Throttling;

/// <summary>What this room brings.</summary>
internal static class ThrottlingServices
{
    /// <summary>Adds the throttle of every credential check.</summary>
    public static IServiceCollection AddThrottling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<ThrottleOptions>(configuration, "Throttle");
        services.AddSingleton<AttemptWaiters>();
        services.AddScoped<LoginThrottle>();
        services.AddScoped<EventLimits>();
        services.AddScoped<StartedRequests>();
        return services;
    }
}
