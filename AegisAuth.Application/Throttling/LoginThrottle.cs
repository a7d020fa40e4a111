using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Throttling;

/// <summary>
/// The one way to check a credential: reserve an attempt, check, settle. Passwords at both logins, the step-up,
/// password changes and one-time codes all come through here, so there is no second path around a pause.
/// </summary>
public sealed class LoginThrottle(
    ILoginAttemptRepository attempts,
    IUnitOfWork unitOfWork,
    AttemptWaiters waiting,
    IOptions<ThrottleOptions> options,
    ServiceMetrics metrics,
    TimeProvider time,
    ILogger<LoginThrottle> logger
)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ThrottleOptions _options = options.Value;

    /// <summary>
    /// Reserves one attempt on <paramref name="account"/> from the caller's address. Waits for parallel checks of the
    /// same account instead of refusing a right password. Refuses with <see cref="AuthError.TooManyAttempts"/> during
    /// a pause, and with <see cref="AuthError.Busy"/> when waiting takes too long.
    /// </summary>
    /// <param name="account">From <see cref="AttemptKeys"/>.</param>
    /// <param name="caller">Who tries.</param>
    /// <param name="cancellationToken">Ends the waiting; once reserved, an attempt must be settled.</param>
    public async Task<Result<Reservation>> ReserveAsync(string account, Caller caller, CancellationToken cancellationToken)
    {
        var slot = AddressSlots.Of(account, attempts.SlotsOfAddress);
        var reservation = new Reservation(this, account, AttemptKeys.Network(caller.Address), slot);
        var started = time.GetTimestamp();
        while (true)
        {
            using var ticket = waiting.Enlist(reservation.Keys);
            var decision = await TryReserveAsync(reservation, cancellationToken);
            if (decision.RetryAfter is { } retryAfter)
            {
                return new Refusal(AuthError.TooManyAttempts, retryAfter);
            }

            if (decision.Count is not null)
            {
                return reservation;
            }

            if (time.GetElapsedTime(started) > Patience)
            {
                return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
            }

            await Task.WhenAny(ticket.Woken.Task, Task.Delay(LookAgain, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Forgets the failures of an account from everywhere, which ends its pauses. The counts of addresses stay: they are
    /// about other accounts too.
    /// </summary>
    /// <param name="account">From <see cref="AttemptKeys"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task UnlockAsync(string account, CancellationToken cancellationToken) =>
        attempts.DeleteAccountAsync(AttemptKeySet.AccountOf(account), AttemptKeySet.PairsOf(account), cancellationToken);

    /// <summary>
    /// What the counts say now, without counting anything: what decides about a captcha. It delays no request; only a
    /// reservation does.
    /// </summary>
    /// <param name="account">From <see cref="AttemptKeys"/>; null to ask about the address alone.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ThrottleStatus> PeekAsync(string? account, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keys = AttemptKeySet.Of(account ?? "", AttemptKeys.Network(caller.Address));
        var stored = await attempts.ReadAsync(keys, cancellationToken);
        var pair = Of(keys.Pair, stored).AsOf(AttemptScope.AccountAtAddress, _options, now);
        var anywhere = Of(keys.Account, stored).AsOf(AttemptScope.Account, _options, now);
        var address = Together(keys, stored, now);
        var pausedUntil = new[] { pair.PausedUntil, anywhere.PausedUntil, address.PausedUntil }.Max();
        return new ThrottleStatus(anywhere.Failures, address.Failures, pausedUntil > now ? pausedUntil - now : null);
    }

    /// <summary>
    /// Decides how the attempt ended, counts it and does <paramref name="also"/>, all in one transaction. Takes no
    /// cancellation: a client that goes away must not take its failure with it.
    /// </summary>
    internal async Task<T> SettleAsync<T>(Reservation reservation, Func<Task<AttemptOutcome>> decide, Func<AttemptOutcome, Task<T>> also)
    {
        var result = await SettleWithinAsync(reservation, decide, also);
        waiting.Wake(reservation.Keys);
        return result;
    }

    /// <summary>The same without waking who waits: what is around it does that.</summary>
    internal async Task<T> SettleWithinAsync<T>(
        Reservation reservation,
        Func<Task<AttemptOutcome>> decide,
        Func<AttemptOutcome, Task<T>> also
    )
    {
        var begun = new List<AttemptScope>();
        var result = await unitOfWork.RunAsync(
            async () =>
            {
                // First the thing itself: others who count the same address wait only from here on.
                var outcome = await decide();
                var done = await also(outcome);
                var now = time.GetUtcNow();
                var stored = await LockAsync(reservation, allSlots: false, now);
                // The work may run a second time.
                begun.Clear();
                foreach (var (scope, key) in reservation.Counted)
                {
                    var settled = Of(key, stored).Settle(scope, outcome, _options, now);
                    await attempts.WriteLockedAsync(settled, CancellationToken.None);
                    IReadOnlyList<AttemptCount> after = [.. stored.Where(count => count.Key != key), settled];
                    if (PausedUntil(scope, reservation.Keys, after, now) > PausedUntil(scope, reservation.Keys, stored, now))
                    {
                        begun.Add(scope);
                    }
                }

                return done;
            },
            CancellationToken.None
        );
        begun.ForEach(metrics.CountPause);
        return result;
    }

    /// <summary>Gives back a reservation that was never settled.</summary>
    internal async Task ReleaseAsync(Reservation reservation)
    {
        try
        {
            await SettleAsync(reservation, () => Task.FromResult(AttemptOutcome.Released), _ => Task.FromResult(new Unit()));
        }
        catch (Exception e)
        {
            // A fault is on its way up already and must not be replaced by this one. The lease gives the attempt up.
            logger.LogWarning(e, "A reserved attempt could not be released");
        }
    }

    private async Task<ReserveDecision> TryReserveAsync(Reservation reservation, CancellationToken cancellationToken) =>
        await TryReserveAsync(reservation, allSlots: attempts.SlotsOfAddress == 1, cancellationToken)
        ?? (await TryReserveAsync(reservation, allSlots: true, cancellationToken))!;

    // Null when only a look at all slots of the address, locked, can tell.
    private Task<ReserveDecision?> TryReserveAsync(Reservation reservation, bool allSlots, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync<ReserveDecision?>(
            async () =>
            {
                var now = time.GetUtcNow();
                var stored = await LockAsync(reservation, allSlots, now);
                var address = Together(reservation.Keys, stored, now);
                var decisions = reservation
                    .Counted.Select(counted =>
                        (counted.Scope == AttemptScope.Address ? address : Of(counted.Key, stored)).Reserve(counted.Scope, _options, now)
                    )
                    .ToList();

                if (decisions.MaxBy(d => d.RetryAfter) is { RetryAfter: not null } paused)
                {
                    return paused;
                }

                if (!allSlots && AddressSlots.IsNearLimit(address, _options))
                {
                    return null;
                }

                if (decisions.Exists(d => d.Count is null))
                {
                    return ReserveDecision.Wait;
                }

                foreach (var (scope, key) in reservation.Counted)
                {
                    await attempts.WriteLockedAsync(Of(key, stored).WithOneMore(scope, _options, now), CancellationToken.None);
                }

                return decisions[0];
            },
            cancellationToken
        );

    // What a clock that ran ahead has written is put right and stored, whatever the attempt comes to.
    private async Task<IReadOnlyList<AttemptCount>> LockAsync(Reservation reservation, bool allSlots, DateTimeOffset now)
    {
        var slots = allSlots ? reservation.Keys.OfAddress(attempts.SlotsOfAddress) : [reservation.Slot];
        var stored = (await attempts.LockAsync(reservation.Keys, slots, CancellationToken.None)).ToArray();
        foreach (var (scope, key) in reservation.Counted)
        {
            var i = Array.FindIndex(stored, count => count.Key == key);
            if (i >= 0 && stored[i].Bounded(scope, _options, now) is var bounded && bounded != stored[i])
            {
                await attempts.WriteLockedAsync(bounded, CancellationToken.None);
                stored[i] = bounded with { Version = bounded.Version + 1 };
            }
        }

        return stored;
    }

    private DateTimeOffset PausedUntil(AttemptScope scope, AttemptKeySet keys, IReadOnlyList<AttemptCount> stored, DateTimeOffset now) =>
        scope switch
        {
            AttemptScope.AccountAtAddress => Of(keys.Pair, stored).PausedUntil,
            AttemptScope.Account => Of(keys.Account, stored).PausedUntil,
            AttemptScope.Address => Together(keys, stored, now).PausedUntil,
        };

    private AttemptCount Together(AttemptKeySet keys, IReadOnlyList<AttemptCount> stored, DateTimeOffset now) =>
        AddressSlots.Together(keys.OfAddress(attempts.SlotsOfAddress).Select(key => Of(key, stored)), _options, now);

    private static AttemptCount Of(string key, IReadOnlyList<AttemptCount> stored) =>
        stored.FirstOrDefault(count => count.Key == key) ?? new AttemptCount { Key = key };
}
