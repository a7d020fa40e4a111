using AegisAuth.Application.Common;

namespace AegisAuth.Api.Hosting;

/// <summary>Keeps the key ring good as long as the program runs: looks once a day, outside of any request.</summary>
internal sealed class KeyRotationService(IMigrator migrator, TimeProvider time, ILogger<KeyRotationService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await migrator.KeepUpAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // There are thirty days left, and another look tomorrow.
                logger.LogError(e, "The key ring could not be looked after");
            }
        }
    }
}
