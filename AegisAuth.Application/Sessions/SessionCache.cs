using AegisAuth.Application.Common;

namespace AegisAuth.Application.Sessions;

/// <summary>
/// The sessions that were read a moment ago, so that a busy token costs a read every few seconds. How long a reading is good
/// <see cref="SessionFreshness"/> says; docs/session-cache.md shows how the two work together.
/// </summary>
/// <remarks>
/// A token has one of the four places of its set, which bounds the whole: where all are taken, the newest reading takes that of
/// the oldest. Tokens that no client holds are not remembered: they would push out those of the others.
/// </remarks>
public sealed class SessionCache(SessionFreshness freshness)
{
    private const int Sets = 1 << 15;

    // With one place, every thirteenth of ten thousand tokens would share it with another one, and each would push out the other.
    private const int Places = 4;

    private readonly Entry?[] _entries = new Entry?[Sets * Places];
    private bool _asked;

    /// <summary>What is known of this token hash; null when it must be read.</summary>
    public AuthenticatedSession? Find(byte[] tokenHash)
    {
        if (!Volatile.Read(ref _asked))
        {
            Volatile.Write(ref _asked, true);
        }

        foreach (ref var place in SetOf(tokenHash))
        {
            var entry = Volatile.Read(ref place);
            if (
                entry is not null
                && entry.TokenHash.AsSpan().SequenceEqual(tokenHash)
                && freshness.IsGood(entry.Reading, entry.AuthenticatedSession.UserId)
            )
            {
                return entry.AuthenticatedSession;
            }
        }

        return null;
    }

    /// <summary>Call it before what is to be kept is read.</summary>
    public SessionReading Begin() => freshness.Begin();

    /// <summary>Keeps what was read.</summary>
    /// <param name="tokenHash">By which it is found again.</param>
    /// <param name="authenticated">What was read.</param>
    /// <param name="reading">From <see cref="Begin"/>.</param>
    public void Keep(byte[] tokenHash, AuthenticatedSession authenticated, SessionReading reading)
    {
        var set = SetOf(tokenHash);
        ref var oldest = ref set[0];
        foreach (ref var place in set)
        {
            var entry = Volatile.Read(ref place);
            if (entry is null || entry.TokenHash.AsSpan().SequenceEqual(tokenHash))
            {
                oldest = ref place;
                break;
            }

            if (entry.Reading.At < (Volatile.Read(ref oldest)?.Reading.At ?? long.MinValue))
            {
                oldest = ref place;
            }
        }

        // Two at once may take the same place, or keep one token twice: that costs a read, never a stale answer.
        Volatile.Write(ref oldest, new Entry(tokenHash, authenticated, reading));
    }

    /// <summary>Whether any request asked for a session since this was called last.</summary>
    public bool TakeAsked() => Interlocked.Exchange(ref _asked, false);

    private Span<Entry?> SetOf(byte[] tokenHash) => _entries.AsSpan((int)(BitConverter.ToUInt32(tokenHash) % Sets) * Places, Places);

    private sealed record Entry(byte[] TokenHash, AuthenticatedSession AuthenticatedSession, SessionReading Reading);
}
