using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Sessions;

/// <summary>What this room brings.</summary>
internal static class SessionsServices
{
    /// <summary>Adds sessions, their cache and what keeps it true.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<TokenOptions>(configuration, "Token");
        services.AddOptionsSection<SessionOptions>(configuration, "Sessions");
        services.AddSingleton<SessionFreshness>();
        services.AddSingleton<SessionCache>();
        services.AddScoped<SessionCacheInvalidator>();
        services.AddSingleton<LastSeenBuffer>();
        services.AddScoped<LastSeenWriter>();
        services.AddSingleton<SessionFinder>();
        services.AddScoped<SessionService>();
        services.AddScoped<OwnSessionsService>();
        services.AddScoped<SessionReplacement>();
        return services;
    }
}
