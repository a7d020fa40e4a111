using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Events;

/// <summary>What this room brings.</summary>
internal static class EventsServices
{
    /// <summary>Adds the outbox of events.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<EventOptions>(configuration, "Events");
        services.AddScoped<EventOutbox>();
        services.AddSingleton<EventDelivery>();
        return services;
    }
}
