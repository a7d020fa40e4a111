namespace AegisAuth.Application.Sessions;

/// <summary>
/// Looks whether another node has changed sessions, so that this one may go on with what it has read. While it cannot
/// look, what was read is good for a second.
/// </summary>
public sealed class SessionCacheInvalidator(
    SessionCache cache,
    SessionFreshness freshness,
    ISessionVersionRepository changes,
    TimeProvider time
)
{
    /// <summary>How often to look.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks once, unless no request has asked for a session since the last time. Not for parallel use.</summary>
    public async Task PeekAsync(CancellationToken cancellationToken)
    {
        if (cache.TakeAsked())
        {
            // What is committed after this moment may be missing from the answer.
            var at = time.GetTimestamp();
            freshness.Learn(await changes.ReadAsync(cancellationToken), at);
        }
    }
}
