using AegisAuth.Application.Audit;

namespace AegisAuth.Api.Hosting;

/// <summary>Seals what was written to the audit log, four times a second, and what is left when the program ends.</summary>
internal sealed class AuditSealingTimer(
    IServiceScopeFactory scopes,
    AuditSealingQueue queue,
    TimeProvider time,
    ILogger<AuditSealingTimer> logger
) : BackgroundService
{
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(AuditSealingQueue.Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (queue.IsDue())
                {
                    await SealAsync();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await SealAsync();
        }
    }

    private async Task SealAsync()
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
            _failing = false;
        }
        catch (Exception e)
        {
            // The entries are committed and wait; another look comes. One line for one outage.
            if (!_failing)
            {
                logger.LogWarning(e, "Entries of the audit log could not be sealed");
            }

            _failing = true;
        }
    }
}
