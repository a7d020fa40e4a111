namespace AegisAuth.Application.Audit;

/// <summary>Whether this node should look for entries to seal.</summary>
public sealed class AuditSealingQueue(TimeProvider time)
{
    /// <summary>How often to ask.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // An entry is noted before its transaction is committed, so one look behind it is not enough.
    private static readonly TimeSpan AfterWrite = TimeSpan.FromSeconds(5);

    // What another node left when it was killed.
    private static readonly TimeSpan Always = TimeSpan.FromSeconds(10);

    private long _written = long.MinValue;
    private long _looked = long.MinValue;

    /// <summary>This node is about to write an entry.</summary>
    public void Note() => Volatile.Write(ref _written, time.GetTimestamp());

    /// <summary>Whether to look now. Not for parallel use.</summary>
    public bool IsDue()
    {
        var written = Volatile.Read(ref _written);
        var isDue =
            (written != long.MinValue && time.GetElapsedTime(written) < AfterWrite)
            || _looked == long.MinValue
            || time.GetElapsedTime(_looked) >= Always;
        if (isDue)
        {
            _looked = time.GetTimestamp();
        }

        return isDue;
    }
}
