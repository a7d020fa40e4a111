using AegisAuth.Application.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Application.Events;

/// <summary>
/// Sends what waits in the outbox: of each user one event at a time, the next when the one before it was taken or given up,
/// so that a receiver hears of each user in order. An event whose delivery was not noted, because the process died, is sent
/// again under the same name.
/// </summary>
public sealed class EventDelivery(
    IServiceScopeFactory scopes,
    IEventSender sender,
    ServiceMetrics metrics,
    TimeProvider time,
    ILogger<EventDelivery> logger
)
{
    /// <summary>How long an event is tried before it is parked.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>How long one node has an event for itself: much longer than a try may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const int AtOnce = 32;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Tries what is due, again and again until nothing more is, and says how many are done with: taken by the receiver, or parked.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        for (var sent = 0; ; )
        {
            var due = await InScopeAsync(events =>
                events.ListDueAsync(time.GetUtcNow(), time.GetUtcNow() + LongestWait + Lease, AtOnce, cancellationToken)
            );
            // Each is of another user.
            var taken = await Task.WhenAll(due.Select(next => TryAsync(next, cancellationToken)));
            sent += taken.Count(one => one);
            if (!Array.Exists(taken, one => one))
            {
                metrics.NoteParkedEvents(await InScopeAsync(events => events.CountParkedAsync(cancellationToken)));
                return sent;
            }
        }
    }

    private async Task<bool> TryAsync(StoredEvent due, CancellationToken cancellationToken)
    {
        var lease = RandomSecret.CreateId();
        if (!await InScopeAsync(events => events.TryLeaseAsync(due, lease, time.GetUtcNow() + Lease, cancellationToken)))
        {
            return false;
        }

        if (await sender.SendAsync(due, cancellationToken))
        {
            await InScopeAsync(events => events.DeleteAsync(due.Id, lease, CancellationToken.None));
            metrics.CountEvent("sent");
            return true;
        }

        var now = time.GetUtcNow();
        if (due.CreatedAt + Patience <= now)
        {
            await InScopeAsync(events => events.ParkAsync(due.Id, lease, CancellationToken.None));
            metrics.CountEvent("parked");
            logger.LogError("Event {MessageId} was not taken for a day and is parked", due.MessageId);
            return true;
        }

        var wait = FirstWait * Math.Pow(2, Math.Min(due.Attempts, 10));
        await InScopeAsync(events =>
            events.PostponeAsync(due.Id, lease, now + (wait < LongestWait ? wait : LongestWait), CancellationToken.None)
        );
        metrics.CountEvent("postponed");
        return false;
    }

    private async Task<T> InScopeAsync<T>(Func<IEventRepository, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IEventRepository>());
    }

    private async Task InScopeAsync(Func<IEventRepository, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<IEventRepository>());
    }
}
