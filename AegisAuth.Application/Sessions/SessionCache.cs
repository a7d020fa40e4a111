namespace AegisAuth.Application.Sessions;

/// <summary>
/// The sessions that were read a moment ago, so that a busy token costs a read every few seconds. What this node changes
/// is seen by its very next request, what another node changes after a second at most.
/// </summary>
/// <remarks>
/// Changes are numbered. A reading remembers the number of the last change before it began and is worth nothing as soon
/// as its user has a later one, also when it is kept only after the change. Users share a limited number of marks:
/// sharing one costs a read, never a stale answer. One slot for each group of tokens bounds the whole: the newer reading
/// takes the place of the older. Tokens that nobody holds are not remembered: they would push out those of the others.
/// A reading is good for a second, and for another one each time that <see cref="SessionCacheInvalidator"/> finds that no node has
/// changed anything since.
/// </remarks>
public sealed class SessionCache(TimeProvider time)
{
    /// <summary>How many groups users fall into: what another node changes makes one group be read again.</summary>
    public const int Groups = 32;

    private const int Slots = 1 << 17;
    private const int Marks = 1 << 12;

    private static readonly TimeSpan Unconfirmed = TimeSpan.FromSeconds(1);

    // Nobody announces what is done to the database by hand.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Entry?[] _slots = new Entry?[Slots];
    private readonly long[] _marks = new long[Marks];
    private IReadOnlyList<long> _numbers = [];
    private long _changes;
    private long _everybody;
    private long _confirmed = long.MinValue;
    private bool _asked;

    /// <summary>The group of a user.</summary>
    public static int GroupOf(long userId) => (int)(userId & (Groups - 1));

    /// <summary>What is known of this token hash; null when it must be read.</summary>
    public AuthenticatedSession? Find(byte[] tokenHash)
    {
        if (!Volatile.Read(ref _asked))
        {
            Volatile.Write(ref _asked, true);
        }

        // The confirmation before the marks: whoever confirms has set them first.
        var confirmed = Volatile.Read(ref _confirmed);
        var entry = Volatile.Read(ref Slot(tokenHash));
        return
            entry is not null
            && entry.TokenHash.AsSpan().SequenceEqual(tokenHash)
            && time.GetElapsedTime(Math.Max(entry.Reading.At, confirmed)) < Unconfirmed
            && time.GetElapsedTime(entry.Reading.At) < Longest
            && entry.Reading.Changes >= Volatile.Read(ref _everybody)
            && entry.Reading.Changes >= Volatile.Read(ref Mark(entry.AuthenticatedSession.UserId))
            ? entry.AuthenticatedSession
            : null;
    }

    /// <summary>Call it before the row is read, and hand it to <see cref="Keep"/> with what was read.</summary>
    public SessionReading Begin() => new(Volatile.Read(ref _changes), time.GetTimestamp());

    /// <summary>Keeps what was read.</summary>
    public void Keep(byte[] tokenHash, AuthenticatedSession authenticated, SessionReading reading) =>
        Volatile.Write(ref Slot(tokenHash), new Entry(tokenHash, authenticated, reading));

    /// <summary>The user or one of the sessions has changed. Call it when the change is committed and before it is answered.</summary>
    public void Forget(long userId) => Raise(ref Mark(userId), Interlocked.Increment(ref _changes));

    /// <summary>Something has changed, and nobody knows whose.</summary>
    public void ForgetAll() => Raise(ref _everybody, Interlocked.Increment(ref _changes));

    /// <summary>
    /// Takes what <see cref="ISessionVersionRepository"/> told: groups whose number is another one have changed, and all that was
    /// committed before <paramref name="at"/>, a timestamp of the clock, is known from now on. Not for parallel use.
    /// </summary>
    public void Learn(IReadOnlyList<long> numbers, long at)
    {
        if (_numbers.Count == 0)
        {
            ForgetAll();
        }
        else
        {
            foreach (var group in Enumerable.Range(0, Groups).Where(group => numbers[group] != _numbers[group]))
            {
                ForgetGroup(group);
            }
        }

        _numbers = numbers;
        Volatile.Write(ref _confirmed, at);
    }

    /// <summary>Whether anybody asked for a session since this was called last.</summary>
    public bool TakeAsked() => Interlocked.Exchange(ref _asked, false);

    private void ForgetGroup(int group)
    {
        var change = Interlocked.Increment(ref _changes);
        for (var mark = group; mark < Marks; mark += Groups)
        {
            Raise(ref _marks[mark], change);
        }
    }

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

    private ref Entry? Slot(byte[] tokenHash) => ref _slots[BitConverter.ToUInt32(tokenHash) % Slots];

    private ref long Mark(long userId) => ref _marks[userId & (Marks - 1)];

    private sealed record Entry(byte[] TokenHash, AuthenticatedSession AuthenticatedSession, SessionReading Reading);
}

/// <summary>The moment before a session is read.</summary>
/// <param name="Changes">How many changes there were.</param>
/// <param name="At">A timestamp of the clock.</param>
public readonly record struct SessionReading(long Changes, long At);
