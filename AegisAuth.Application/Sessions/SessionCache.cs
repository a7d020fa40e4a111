using AegisAuth.Application.Common;

namespace AegisAuth.Application.Sessions;

/// <summary>
/// The sessions that were read a moment ago, so that a busy token costs a read every few seconds. How long a reading is good
/// <see cref="SessionFreshness"/> says; docs/session-cache.md shows how the two work together.
/// </summary>
/// <remarks>
/// One slot for each group of tokens bounds the whole: the newer reading takes the place of the older. Tokens that no client
/// holds are not remembered: they would push out those of the others.
/// </remarks>
public sealed class SessionCache(SessionFreshness freshness)
{
    private const int Slots = 1 << 17;

    private readonly Entry?[] _slots = new Entry?[Slots];
    private bool _asked;

    /// <summary>What is known of this token hash; null when it must be read.</summary>
    public AuthenticatedSession? Find(byte[] tokenHash)
    {
        if (!Volatile.Read(ref _asked))
        {
            Volatile.Write(ref _asked, true);
        }

        var entry = Volatile.Read(ref Slot(tokenHash));
        return
            entry is not null
            && entry.TokenHash.AsSpan().SequenceEqual(tokenHash)
            && freshness.IsGood(entry.Reading, entry.AuthenticatedSession.UserId)
            ? entry.AuthenticatedSession
            : null;
    }

    /// <summary>Call it before what is to be kept is read.</summary>
    public SessionReading Begin() => freshness.Begin();

    /// <summary>Keeps what was read.</summary>
    /// <param name="tokenHash">By which it is found again.</param>
    /// <param name="authenticated">What was read.</param>
    /// <param name="reading">From <see cref="Begin"/>.</param>
    public void Keep(byte[] tokenHash, AuthenticatedSession authenticated, SessionReading reading) =>
        Volatile.Write(ref Slot(tokenHash), new Entry(tokenHash, authenticated, reading));

    /// <summary>Whether any request asked for a session since this was called last.</summary>
    public bool TakeAsked() => Interlocked.Exchange(ref _asked, false);

    private ref Entry? Slot(byte[] tokenHash) => ref _slots[BitConverter.ToUInt32(tokenHash) % Slots];

    private sealed record Entry(byte[] TokenHash, AuthenticatedSession AuthenticatedSession, SessionReading Reading);
}
