using AegisAuth.Infrastructure.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>Looks once a day whether the next key is due, and takes up what other nodes have added.</summary>
internal sealed class KeyRotationService(
    Migrator migrator,
    KeyRotation rotation,
    RotatingKeyRing ring,
    TimeProvider time,
    ILogger<KeyRotationService> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromHours(1);

    /// <summary>One look. Of several nodes one makes the key: the others wait for the lock and find it made.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (rotation.IsDue())
        {
            await migrator.RunAloneAsync(rotation.EnsureKey, cancellationToken);
        }

        ring.Refresh();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                timer.Period = await TryAsync(stoppingToken) ? Interval : AfterFault;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task<bool> TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // There are 30 days to try again, and the keys at hand go on meanwhile.
            logger.LogError(e, "The key ring could not be looked after; the next try is in an hour");
            return false;
        }
    }
}
