using AegisAuth.Application.Events;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>Looks twice a second for events to send, where there is a receiver.</summary>
internal sealed class EventDeliveryService(
    EventDelivery delivery,
    IOptions<EventOptions> options,
    TimeProvider time,
    ILogger<EventDeliveryService> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await delivery.RunAsync(stoppingToken);
                _failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The events are in the database and wait with it. One line for one outage.
                if (!_failing)
                {
                    logger.LogWarning("Events that wait cannot be read: {Fault}", e.GetType().Name);
                }

                _failing = true;
            }
        }
    }
}
