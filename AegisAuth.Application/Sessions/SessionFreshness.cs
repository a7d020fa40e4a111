namespace AegisAuth.Application.Sessions;

/// <summary>
/// Whether what was read of a session is still good. What this node changes is seen by its very next request, what another
/// node changes after a second at most.
/// </summary>
/// <remarks>
/// Changes are numbered. A reading remembers the number of the last change before it began and is worth nothing as soon
/// as its user has a later one, also when it is kept only after the change. Users share a limited number of marks:
/// sharing one costs a read, never a stale answer. A reading is good for a second, and for another one each time that
/// <see cref="SessionCacheInvalidator"/> finds that no node has changed anything since.
/// </remarks>
public sealed class SessionFreshness(TimeProvider time)
{
    /// <summary>How many groups users fall into: what another node changes makes one group be read again.</summary>
    public const int Groups = 32;

    private const int Marks = 1 << 12;

    private static readonly TimeSpan Unconfirmed = TimeSpan.FromSeconds(1);

    // What is done to the database by hand is announced to no node.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly long[] _marks = new long[Marks];
    private IReadOnlyList<long> _numbers = [];
    private long _changes;
    private long _everybody;
    private long _confirmed = long.MinValue;

    /// <summary>The group of a user.</summary>
    public static int GroupOf(long userId) => (int)(userId & (Groups - 1));

    /// <summary>Call it before a session is read.</summary>
    public SessionReading Begin() => new(Volatile.Read(ref _changes), time.GetTimestamp());

    /// <summary>Whether a reading of a session of this user may still be used.</summary>
    public bool IsGood(SessionReading reading, long userId)
    {
        // The confirmation before the marks: Learn sets them before it confirms.
        var confirmed = Volatile.Read(ref _confirmed);
        return time.GetElapsedTime(Math.Max(reading.At, confirmed)) < Unconfirmed
            && time.GetElapsedTime(reading.At) < Longest
            && reading.Changes >= Volatile.Read(ref _everybody)
            && reading.Changes >= Volatile.Read(ref Mark(userId));
    }

    /// <summary>The user or one of the sessions has changed. Call it when the change is committed and before it is answered.</summary>
    public void Forget(long userId) => Raise(ref Mark(userId), Interlocked.Increment(ref _changes));

    /// <summary>Something has changed, of users that are not named.</summary>
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

    private ref long Mark(long userId) => ref _marks[userId & (Marks - 1)];
}

/// <summary>The moment before a session is read.</summary>
/// <param name="Changes">How many changes there were.</param>
/// <param name="At">A timestamp of the clock.</param>
public readonly record struct SessionReading(long Changes, long At);
