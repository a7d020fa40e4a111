using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Throttling;

/// <summary>
/// Bounds how often something may be done that is no guess at a credential: registrations from an address, messages
/// to a contact. The counts are rows beside those of the throttle, so they hold for all nodes and survive a restart.
/// </summary>
public sealed class EventLimits(ILoginAttemptRepository counts, IUnitOfWork unitOfWork, TimeProvider time)
{
    /// <summary>
    /// Counts one more event under every limit, or under none of them when one is reached. Then it refuses with
    /// <see cref="AuthError.TooManyAttempts"/> and the time until the last window ends. Inside a transaction it is
    /// undone with it.
    /// </summary>
    public Task<Result<Unit>> TakeAsync(params EventLimit[] limits) =>
        unitOfWork.RunAsync<Result<Unit>>(
            async () =>
            {
                var now = time.GetUtcNow();
                var wait = TimeSpan.Zero;
                var counted = new List<AttemptCount>();
                foreach (var limit in limits)
                {
                    var stored = await counts.FindAsync(limit.Key, CancellationToken.None);
                    var count = limit.Roll(stored ?? new AttemptCount { Key = limit.Key }, now);
                    wait = count.Failures >= limit.Max && limit.Left(count, now) > wait ? limit.Left(count, now) : wait;
                    counted.Add(count with { Failures = count.Failures + 1, TouchedAt = now });
                }

                if (wait > TimeSpan.Zero)
                {
                    return new Refusal(AuthError.TooManyAttempts, wait);
                }

                foreach (var count in counted)
                {
                    if (!await counts.TryWriteAsync(count, CancellationToken.None))
                    {
                        throw new ConcurrencyConflictException();
                    }
                }

                return new Unit();
            },
            CancellationToken.None
        );

    /// <summary>Takes one event back under every one of these keys: it was counted and did not happen.</summary>
    public Task GiveBackAsync(params string[] keys) =>
        unitOfWork.RunAsync(
            async () =>
            {
                var now = time.GetUtcNow();
                foreach (var key in keys)
                {
                    if (
                        await counts.FindAsync(key, CancellationToken.None) is { Failures: > 0 } count
                        && !await counts.TryWriteAsync(
                            count with
                            {
                                Failures = count.Failures - 1,
                                TouchedAt = now,
                            },
                            CancellationToken.None
                        )
                    )
                    {
                        throw new ConcurrencyConflictException();
                    }
                }

                return new Unit();
            },
            CancellationToken.None
        );
}

/// <summary>How often one thing may happen.</summary>
/// <param name="Key">Which count this is; at most 200 characters.</param>
/// <param name="Max">So many times in a window.</param>
/// <param name="Window">The window; it begins with the first event. At most a day, or the sweep forgets it earlier.</param>
public readonly record struct EventLimit(string Key, int Max, TimeSpan Window)
{
    // A window that begins in the future was begun by a clock that ran ahead.
    internal AttemptCount Roll(AttemptCount count, DateTimeOffset now) =>
        count.Failures > 0 && Runs(count, now) ? count : count with { Failures = 0, WindowStartedAt = now };

    internal bool Runs(AttemptCount count, DateTimeOffset now) =>
        count.WindowStartedAt + Window > now && ClockSkew.CanEndAt(count.WindowStartedAt + Window, now, Window);

    internal TimeSpan Left(AttemptCount count, DateTimeOffset now) => count.WindowStartedAt + Window - now;
}
