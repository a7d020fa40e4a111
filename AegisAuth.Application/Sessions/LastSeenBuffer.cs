using System.Collections.Concurrent;
using AegisAuth.Application.Common;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Application.Sessions;

/// <summary>
/// The uses of sessions that are still to be written: at most one a minute for each session (more where sessions end without use), and never in the time of
/// the request. What a killed process had not written yet is lost: a minute at most.
/// </summary>
public sealed class LastSeenBuffer(TimeProvider time) : IDisposable
{
    /// <summary>How exact the stored time is, where nothing asks for more.</summary>
    public static readonly TimeSpan Exactness = TimeSpan.FromMinutes(1);

    private const int PartsOfIdle = 10;

    // Beyond it a use is not noted; the next one is.
    private const int Capacity = 100_000;

    private readonly ConcurrentDictionary<string, SessionUse> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SessionUse> _writing = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writer = new(1, 1);
    private int _count;

    /// <summary>How exact the time must be where sessions end after <paramref name="idle"/> without use.</summary>
    public static TimeSpan ExactnessFor(TimeSpan? idle) => idle / PartsOfIdle is { } part && part < Exactness ? part : Exactness;

    /// <summary>Notes that a session is used, unless that is known well enough.</summary>
    public void Note(AuthenticatedSession authenticated, TimeSpan exactness)
    {
        var now = time.GetUtcNow();
        if (now - LastUseOf(authenticated.SessionId, authenticated.LastSeenAt) < exactness)
        {
            return;
        }

        var use = new SessionUse(authenticated.SessionId, authenticated.UserId, now, exactness);
        if (_waiting.TryGetValue(authenticated.SessionId, out var earlier))
        {
            _waiting.TryUpdate(authenticated.SessionId, use, earlier);
            return;
        }

        if (Interlocked.Increment(ref _count) > Capacity || !_waiting.TryAdd(authenticated.SessionId, use))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>The last use of a session that this node knows of: the stored one, or one that is still to be written.</summary>
    public DateTimeOffset LastUseOf(string sessionId, DateTimeOffset stored) =>
        (_waiting.TryGetValue(sessionId, out var use) || _writing.TryGetValue(sessionId, out use)) && use.At > stored ? use.At : stored;

    /// <summary>Takes up to <paramref name="most"/> uses out, to write them; call <see cref="Forget"/> when that is done.</summary>
    public IReadOnlyList<SessionUse> Take(int most)
    {
        var taken = new List<SessionUse>();
        foreach (var id in _waiting.Keys.Take(most))
        {
            if (_waiting.TryGetValue(id, out var use))
            {
                // There before it is gone from here: a session that is used must not seem idle in between.
                _writing[id] = use;
                if (_waiting.TryRemove(id, out var last))
                {
                    Interlocked.Decrement(ref _count);
                    _writing[id] = last;
                    taken.Add(last);
                }
            }
        }

        return taken;
    }

    /// <summary>What was taken is stored, or lost: it is not known here any more.</summary>
    public void Forget(IReadOnlyList<SessionUse> taken)
    {
        foreach (var use in taken)
        {
            _writing.TryRemove(use.SessionId, out _);
        }
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
/// <param name="Exactness">A use that is stored already and so near to this one is good enough.</param>
public sealed record SessionUse(string SessionId, long UserId, DateTimeOffset At, TimeSpan Exactness);

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
                try
                {
                    await unitOfWork.RunAsync(() => TouchAsync(batch), cancellationToken);
                }
                finally
                {
                    lastSeen.Forget(batch);
                }
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
