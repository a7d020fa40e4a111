using AegisAuth.Application.Common;

namespace AegisAuth.Application.Throttling;

/// <summary>What a count is about; each has its own limit.</summary>
public enum AttemptScope
{
    /// <summary>One account from one address: what pauses a guesser without pausing the owner.</summary>
    AccountAtAddress,

    /// <summary>One account from anywhere.</summary>
    Account,

    /// <summary>One address, whatever the account.</summary>
    Address,
}

/// <summary>How a reserved attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>The credential was right.</summary>
    Success,

    /// <summary>The credential was wrong.</summary>
    Failure,

    /// <summary>Nothing was checked: a fault on our side, which is not counted.</summary>
    Released,
}

/// <summary>
/// The stored count of one scope, and the whole arithmetic of the throttle: reserve before the check, settle after
/// it. Pure; the store only keeps it, and writes it only over the version it was read at.
/// </summary>
/// <remarks>
/// A reservation takes one of the failures that are still free, so that parallel guesses cannot slip past the
/// limit. One that is never settled, because the process died, counts as a failure once its lease has run out.
/// </remarks>
public sealed record AttemptCount
{
    /// <summary>A check takes a fraction of a second; one that is not settled by then never will be.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>The window in which the failures of an address are counted.</summary>
    public static readonly TimeSpan AddressWindow = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan TouchExactness = TimeSpan.FromMinutes(1);

    /// <summary>Which count this is; at most 200 characters.</summary>
    public required string Key { get; init; }

    /// <summary>Failures in a row; for an address, failures in its window.</summary>
    public int Failures { get; init; }

    /// <summary>Reservations that are not settled.</summary>
    public int Pending { get; init; }

    /// <summary>When the reservations are given up.</summary>
    public DateTimeOffset PendingUntil { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the window of an address began.</summary>
    public DateTimeOffset WindowStartedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Until then every attempt is refused.</summary>
    public DateTimeOffset PausedUntil { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The last change, or up to a minute before it; what the sweep goes by, which counts in days.</summary>
    public DateTimeOffset TouchedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Whether <see cref="TouchedAt"/> is what is stored already, so that it need not be written. Not stored.</summary>
    public bool KeepsTouch { get; private init; }

    /// <summary>0 for a count that is not stored yet; each write adds one.</summary>
    public long Version { get; init; }

    /// <summary>The count as it stands now: lost reservations have failed, the old window of an address is over.</summary>
    public AttemptCount AsOf(AttemptScope scope, ThrottleOptions options, DateTimeOffset now) =>
        Bounded(scope, options, now).GiveUpLostReservations(scope, options, now).RollWindow(scope, now);

    /// <summary>
    /// The count without what only a clock that ran ahead can have written: no pause and no reservation ends later than
    /// now plus its longest, and a window in the future is void. It must be stored, or its end would move on with each look.
    /// </summary>
    public AttemptCount Bounded(AttemptScope scope, ThrottleOptions options, DateTimeOffset now)
    {
        // Another node may be a little ahead: its windows and reservations stand.
        var ahead = now + ClockSkew.Tolerated;
        var longest = now + LongestPause(scope, options);
        var isVoid = WindowStartedAt > ahead;
        return this with
        {
            PausedUntil = PausedUntil > longest + ClockSkew.Tolerated ? longest : PausedUntil,
            PendingUntil = PendingUntil > ahead + Lease ? now + Lease : PendingUntil,
            TouchedAt = TouchedAt > ahead ? now : TouchedAt,
            Failures = isVoid && scope == AttemptScope.Address ? 0 : Failures,
            WindowStartedAt = isVoid ? now : WindowStartedAt,
        };
    }

    /// <summary>Whether an attempt may be checked now, and the count with it reserved.</summary>
    public ReserveDecision Reserve(AttemptScope scope, ThrottleOptions options, DateTimeOffset now)
    {
        var count = AsOf(scope, options, now);
        if (count.PausedUntil > now)
        {
            return ReserveDecision.Paused(count.PausedUntil - now);
        }

        // After a pause one attempt at a time is free; each failure of it starts the next, longer one.
        if (count.Pending >= Math.Max(1, Limit(scope, options) - count.Failures))
        {
            return ReserveDecision.Wait;
        }

        return ReserveDecision.Reserved(WithOneMore(scope, options, now));
    }

    /// <summary>The count with one more reservation, which <see cref="Reserve"/> has allowed.</summary>
    public AttemptCount WithOneMore(AttemptScope scope, ThrottleOptions options, DateTimeOffset now)
    {
        var count = AsOf(scope, options, now);
        return Touched(count with { Pending = count.Pending + 1, PendingUntil = now + Lease }, now);
    }

    /// <summary>The count after a reserved attempt has ended.</summary>
    public AttemptCount Settle(AttemptScope scope, AttemptOutcome outcome, ThrottleOptions options, DateTimeOffset now)
    {
        var count = Touched(Bounded(scope, options, now).RollWindow(scope, now) with { Pending = Math.Max(0, Pending - 1) }, now);
        return outcome switch
        {
            AttemptOutcome.Failure => count.Fail(scope, options, now),
            // A pause that parallel failures have begun meanwhile stays: a success never erases it.
            AttemptOutcome.Success when scope != AttemptScope.Address && count.PausedUntil <= now => count with { Failures = 0 },
            AttemptOutcome.Success or AttemptOutcome.Released => count,
        };
    }

    // This count is the stored one, and the other is what becomes of it.
    private AttemptCount Touched(AttemptCount changed, DateTimeOffset now) =>
        TouchedAt <= now && now - TouchedAt < TouchExactness
            ? changed with
            {
                TouchedAt = TouchedAt,
                KeepsTouch = true,
            }
            : changed with
            {
                TouchedAt = now,
                KeepsTouch = false,
            };

    private static TimeSpan LongestPause(AttemptScope scope, ThrottleOptions options) =>
        scope switch
        {
            AttemptScope.AccountAtAddress => Pause(int.MaxValue, options),
            AttemptScope.Account => TimeSpan.FromSeconds(options.MaxPauseSeconds),
            AttemptScope.Address => AddressWindow,
        };

    private static int Limit(AttemptScope scope, ThrottleOptions options) =>
        scope switch
        {
            AttemptScope.AccountAtAddress => options.FreeFailures,
            AttemptScope.Account => options.AccountFailures,
            AttemptScope.Address => options.AddressFailures,
        };

    private AttemptCount Fail(AttemptScope scope, ThrottleOptions options, DateTimeOffset now)
    {
        var failed = this with { Failures = Failures + 1, WindowStartedAt = Failures == 0 ? now : WindowStartedAt };
        var over = failed.Failures - Limit(scope, options);
        if (over < 0)
        {
            return failed;
        }

        var pausedUntil = scope switch
        {
            AttemptScope.AccountAtAddress => now + Pause(over, options),
            AttemptScope.Account => now + TimeSpan.FromSeconds(options.MaxPauseSeconds),
            AttemptScope.Address => failed.WindowStartedAt + AddressWindow,
        };
        return failed with { PausedUntil = pausedUntil > PausedUntil ? pausedUntil : PausedUntil };
    }

    private static TimeSpan Pause(int doublings, ThrottleOptions options)
    {
        var seconds = options.FirstPauseSeconds * Math.Pow(2, Math.Min(doublings, 30));
        return TimeSpan.FromSeconds(Math.Min(seconds, Math.Max(options.FirstPauseSeconds, options.MaxPauseSeconds)));
    }

    private AttemptCount GiveUpLostReservations(AttemptScope scope, ThrottleOptions options, DateTimeOffset now)
    {
        var count = this;
        if (count.PendingUntil <= now)
        {
            while (count.Pending > 0)
            {
                count = (count with { Pending = count.Pending - 1 }).Fail(scope, options, count.PendingUntil);
            }
        }

        return count;
    }

    private AttemptCount RollWindow(AttemptScope scope, DateTimeOffset now) =>
        scope == AttemptScope.Address && Failures > 0 && WindowStartedAt + AddressWindow <= now ? this with { Failures = 0 } : this;
}

/// <summary>What a count says about one more attempt.</summary>
public sealed record ReserveDecision
{
    /// <summary>Not now: parallel checks hold what is free. Ask again when one of them has ended.</summary>
    public static readonly ReserveDecision Wait = new();

    private ReserveDecision() { }

    /// <summary>The count to store, when the attempt may be checked.</summary>
    public AttemptCount? Count { get; private init; }

    /// <summary>How long the pause lasts, when there is one.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The attempt may be checked once this count is stored.</summary>
    public static ReserveDecision Reserved(AttemptCount count) => new() { Count = count };

    /// <summary>The attempt is refused.</summary>
    public static ReserveDecision Paused(TimeSpan retryAfter) => new() { RetryAfter = retryAfter };
}
