using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Application.Sessions;

/// <summary>
/// The uses of sessions that are still to be written: at most one a minute for each session, and never in the time of
/// the request. What a killed process had not written yet is lost: a minute at most.
/// </summary>
public sealed class LastSeen(TimeProvider time) : IDisposable
{
    /// <summary>How exact the stored time is.</summary>
    public static readonly TimeSpan Exactness = TimeSpan.FromMinutes(1);

    // Beyond it a use is not noted; the next one is.
    private const int Capacity = 100_000;

    private readonly ConcurrentDictionary<string, Sighting> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writer = new(1, 1);
    private int _count;

    /// <summary>Notes that a session is used, unless that is known well enough.</summary>
    public void Note(SignedIn signedIn)
    {
        var now = time.GetUtcNow();
        if (now - signedIn.LastSeenAt < Exactness || _waiting.ContainsKey(signedIn.SessionId))
        {
            return;
        }

        if (
            Interlocked.Increment(ref _count) > Capacity
            || !_waiting.TryAdd(signedIn.SessionId, new(signedIn.SessionId, signedIn.UserId, now))
        )
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Takes up to <paramref name="most"/> uses out, to write them.</summary>
    public IReadOnlyList<Sighting> Take(int most)
    {
        var taken = new List<Sighting>();
        foreach (var id in _waiting.Keys.Take(most))
        {
            if (_waiting.TryRemove(id, out var sighting))
            {
                Interlocked.Decrement(ref _count);
                taken.Add(sighting);
            }
        }

        return taken;
    }

    /// <summary>Waits for a write that is under way: when it returns, what that one took is stored.</summary>
    internal Task EnterAsync(CancellationToken cancellationToken) => _writer.WaitAsync(cancellationToken);

    /// <summary>Lets the next write in.</summary>
    internal void Leave() => _writer.Release();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}

/// <summary>A session was used.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="UserId">Whose.</param>
/// <param name="At">When.</param>
public sealed record Sighting(string SessionId, long UserId, DateTimeOffset At);

/// <summary>Writes the noted uses in small transactions, so that a login between two of them waits for one only.</summary>
public sealed class LastSeenWriter(LastSeen lastSeen, ISessions sessions, IUnitOfWork unitOfWork, ILogger<LastSeenWriter> logger)
{
    private const int Batch = 200;

    /// <summary>Writes all that waits. A fault loses the batch: the sessions' next uses are noted again.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await lastSeen.EnterAsync(cancellationToken);
        try
        {
            while (lastSeen.Take(Batch) is { Count: > 0 } batch)
            {
                await unitOfWork.RunAsync(() => TouchAsync(batch), cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "The last use of sessions could not be written");
        }
        finally
        {
            lastSeen.Leave();
        }
    }

    private async Task<Done> TouchAsync(IReadOnlyList<Sighting> batch)
    {
        foreach (var sighting in batch)
        {
            await sessions.TouchAsync(sighting, CancellationToken.None);
        }

        return new Done();
    }
}
