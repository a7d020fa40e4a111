using AegisAuth.Application.Cleanup;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>Runs the sweep in the background: soon after the start, then every <c>Maintenance:SweepInterval</c>.</summary>
internal sealed class ExpiredRowCleanupService(IServiceScopeFactory scopes, IOptions<MaintenanceOptions> options, TimeProvider time)
    : BackgroundService
{
    // The first requests of a fresh start have the database to themselves.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Soon, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                timer.Period = options.Value.SweepInterval;
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ExpiredRowCleanup>().RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }
}
