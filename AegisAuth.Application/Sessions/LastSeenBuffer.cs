using System.Collections.Concurrent;
using AegisAuth.Application.Common;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Application.Sessions;

/// <summary>
/// The uses of sessions that are still to be written: at most one a minute for each session, and never in the time of
/// the request. What a killed process had not written yet is lost: a minute at most.
/// </summary>
public sealed class LastSeenBuffer(TimeProvider time) : IDisposable
{
    /// <summary>How exact the stored time is.</summary>
    public static readonly TimeSpan Exactness = TimeSpan.FromMinutes(1);

    // Beyond it a use is not noted; the next one is.
    private const int Capacity = 100_000;

    private readonly ConcurrentDictionary<string, SessionUse> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writer = new(1, 1);
    private int _count;

    /// <summary>Notes that a session is used, unless that is known well enough.</summary>
    public void Note(AuthenticatedSession authenticated)
    {
        var now = time.GetUtcNow();
        if (now - authenticated.LastSeenAt < Exactness || _waiting.ContainsKey(authenticated.SessionId))
        {
            return;
        }

        if (
            Interlocked.Increment(ref _count) > Capacity
            || !_waiting.TryAdd(authenticated.SessionId, new(authenticated.SessionId, authenticated.UserId, now))
        )
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Takes up to <paramref name="most"/> uses out, to write them.</summary>
    public IReadOnlyList<SessionUse> Take(int most)
    {
        var taken = new List<SessionUse>();
        foreach (var id in _waiting.Keys.Take(most))
        {
            if (_waiting.TryRemove(id, out var use))
            {
                Interlocked.Decrement(ref _count);
                taken.Add(use);
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
public sealed record SessionUse(string SessionId, long UserId, DateTimeOffset At);

/// <summary>Writes the noted uses in small transactions, so that a login between two of them waits for one only.</summary>
public sealed class LastSeenWriter(
    LastSeenBuffer lastSeen,
    ISessionRepository sessions,
    IUnitOfWork unitOfWork,
    ILogger<LastSeenWriter> logger
)
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

    private async Task<Unit> TouchAsync(IReadOnlyList<SessionUse> batch)
    {
        foreach (var use in batch)
        {
            await sessions.TouchAsync(use, CancellationToken.None);
        }

        return new Unit();
    }
}
