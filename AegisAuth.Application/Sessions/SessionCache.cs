namespace AegisAuth.Application.Sessions;

/// <summary>
/// The sessions that were read within the last second, so that a busy token costs one read a second. What this node
/// changes is seen by its very next request, what another node changes after a second at most.
/// </summary>
/// <remarks>
/// Changes are numbered. A reading remembers the number of the last change before it began and is worth nothing as soon
/// as its user has a later one, also when it is kept only after the change. Users share a limited number of marks:
/// sharing one costs a read, never a stale answer. One slot for each group of tokens bounds the whole: the newer reading
/// takes the place of the older. Tokens that nobody holds are not remembered: they would push out those of the others.
/// </remarks>
public sealed class SessionCache(TimeProvider time)
{
    private const int Slots = 1 << 16;
    private const int Marks = 1 << 12;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Entry?[] _slots = new Entry?[Slots];
    private readonly long[] _marks = new long[Marks];
    private long _changes;
    private long _everybody;

    /// <summary>What is known of this token hash; null when it must be read.</summary>
    public SignedIn? Find(byte[] tokenHash)
    {
        var entry = Volatile.Read(ref Slot(tokenHash));
        return
            entry is not null
            && entry.TokenHash.AsSpan().SequenceEqual(tokenHash)
            && time.GetElapsedTime(entry.Reading.At) < Lifetime
            && entry.Reading.Changes >= Volatile.Read(ref _everybody)
            && entry.Reading.Changes >= Volatile.Read(ref Mark(entry.SignedIn.UserId))
            ? entry.SignedIn
            : null;
    }

    /// <summary>Call it before the row is read, and hand it to <see cref="Keep"/> with what was read.</summary>
    public SessionReading Begin() => new(Volatile.Read(ref _changes), time.GetTimestamp());

    /// <summary>Keeps what was read for the rest of its second.</summary>
    public void Keep(byte[] tokenHash, SignedIn signedIn, SessionReading reading) =>
        Volatile.Write(ref Slot(tokenHash), new Entry(tokenHash, signedIn, reading));

    /// <summary>The user or one of the sessions has changed. Call it when the change is committed and before it is answered.</summary>
    public void Forget(long userId) => Raise(ref Mark(userId), Interlocked.Increment(ref _changes));

    /// <summary>Something has changed, and nobody knows whose.</summary>
    public void ForgetAll() => Raise(ref _everybody, Interlocked.Increment(ref _changes));

    // Of two changes at once the later number must stay.
    private static void Raise(ref long mark, long change)
    {
        for (var known = Volatile.Read(ref mark); known < change; )
        {
            var found = Interlocked.CompareExchange(ref mark, change, known);
            if (found == known)
            {
                return;
            }

            known = found;
        }
    }

    private ref Entry? Slot(byte[] tokenHash) => ref _slots[BitConverter.ToUInt16(tokenHash)];

    private ref long Mark(long userId) => ref _marks[userId & (Marks - 1)];

    private sealed record Entry(byte[] TokenHash, SignedIn SignedIn, SessionReading Reading);
}

/// <summary>The moment before a session is read.</summary>
/// <param name="Changes">How many changes there were.</param>
/// <param name="At">A timestamp of the clock.</param>
public readonly record struct SessionReading(long Changes, long At);
