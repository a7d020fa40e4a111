using AegisAuth.Application.Sessions;

namespace AegisAuth.Api.Hosting;

/// <summary>Looks for what other nodes have changed of sessions as long as the program runs.</summary>
internal sealed class SessionCacheInvalidationService(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<SessionCacheInvalidationService> logger
) : BackgroundService
{
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SessionCacheInvalidator.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<SessionCacheInvalidator>().PeekAsync(stoppingToken);
                _failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Requests read their sessions themselves meanwhile. One line for one outage.
                if (!_failing)
                {
                    logger.LogWarning(e, "The changes of sessions by other nodes cannot be read: every session is read once a second");
                }

                _failing = true;
            }
        }
    }
}
