using System.Net;
using AegisAuth.Application.Events;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Webhooks;

/// <summary>What this room brings.</summary>
internal static class WebhooksServices
{
    /// <summary>Adds the sender of events.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services
            .AddOptions<EventOptions>()
            .Validate(
                options => !options.IsOn || options.Secrets.All(secret => WebhookSignature.TryReadKeys(secret, out _)),
                "Events:Secrets must list secrets of the form whsec_ and the base64 of 24 to 64 random bytes."
            );
        services
            .AddHttpClient<IEventSender, EventSender>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            // The factory's own loggers write the address.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    ActivityHeadersPropagator = null,
                    UseCookies = false,
                    AutomaticDecompression = DecompressionMethods.None,
                    ConnectTimeout = TimeSpan.FromSeconds(3),
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    MaxResponseDrainSize = 0,
                }
            );
        return services;
    }
}
