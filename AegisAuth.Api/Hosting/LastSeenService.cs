using AegisAuth.Application.Sessions;

namespace AegisAuth.Api.Hosting;

/// <summary>Writes the last uses of sessions every few seconds, and what is left when the program ends.</summary>
internal sealed class LastSeenService(IServiceScopeFactory scopes, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server has answered its last request by now: see the order in Program.
            await WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LastSeenWriter>().WriteAsync(CancellationToken.None);
    }
}
