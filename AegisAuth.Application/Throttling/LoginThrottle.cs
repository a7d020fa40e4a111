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
    private static readonly AttemptScope[] Scopes = Enum.GetValues<AttemptScope>();
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
        var reservation = new Reservation(this, account, AttemptKeys.Network(caller.Address));
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
        var counts = Counts(keys, stored).Zip(Scopes, (count, scope) => count.AsOf(scope, _options, now)).ToList();
        var pausedUntil = counts.Max(count => count.PausedUntil);
        return new ThrottleStatus(
            counts[(int)AttemptScope.Account].Failures,
            counts[(int)AttemptScope.Address].Failures,
            pausedUntil > now ? pausedUntil - now : null
        );
    }

    /// <summary>
    /// Decides how the attempt ended, counts it and does <paramref name="also"/>, all in one transaction. Takes no
    /// cancellation: a client that goes away must not take its failure with it.
    /// </summary>
    internal async Task<T> SettleAsync<T>(Reservation reservation, Func<Task<AttemptOutcome>> decide, Func<AttemptOutcome, Task<T>> also)
    {
        var begun = new List<AttemptScope>();
        var result = await unitOfWork.RunAsync(
            async () =>
            {
                // First the thing itself: others who count the same address wait only from here on.
                var outcome = await decide();
                var done = await also(outcome);
                var now = time.GetUtcNow();
                var counts = await LockAsync(reservation, now);
                // The work may run a second time.
                begun.Clear();
                foreach (var (scope, count) in Scopes.Zip(counts))
                {
                    var settled = count.Settle(scope, outcome, _options, now);
                    await attempts.WriteLockedAsync(settled, CancellationToken.None);
                    if (settled.PausedUntil > count.PausedUntil)
                    {
                        begun.Add(scope);
                    }
                }

                return done;
            },
            CancellationToken.None
        );
        waiting.Wake(reservation.Keys);
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

    private Task<ReserveDecision> TryReserveAsync(Reservation reservation, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync(
            async () =>
            {
                var now = time.GetUtcNow();
                var counts = await LockAsync(reservation, now);
                var decisions = Scopes.Zip(counts, (scope, count) => count.Reserve(scope, _options, now)).ToList();

                if (decisions.MaxBy(d => d.RetryAfter) is { RetryAfter: not null } paused)
                {
                    return paused;
                }

                if (decisions.Exists(d => d.Count is null))
                {
                    return ReserveDecision.Wait;
                }

                foreach (var decision in decisions)
                {
                    await attempts.WriteLockedAsync(decision.Count!, CancellationToken.None);
                }

                return decisions[0];
            },
            cancellationToken
        );

    // What a clock that ran ahead has written is put right and stored, whatever the attempt comes to.
    private async Task<IReadOnlyList<AttemptCount>> LockAsync(Reservation reservation, DateTimeOffset now)
    {
        var stored = await attempts.LockAsync(reservation.Keys, CancellationToken.None);
        var counts = Counts(reservation.Keys, stored).ToArray();
        for (var i = 0; i < counts.Length; i++)
        {
            var bounded = counts[i].Bounded(Scopes[i], _options, now);
            if (bounded != counts[i])
            {
                await attempts.WriteLockedAsync(bounded, CancellationToken.None);
                counts[i] = bounded with { Version = bounded.Version + 1 };
            }
        }

        return counts;
    }

    // In the order of the scopes.
    private static IEnumerable<AttemptCount> Counts(AttemptKeySet keys, IReadOnlyList<AttemptCount> stored) =>
        Scopes.Select(keys.For).Select(key => stored.FirstOrDefault(count => count.Key == key) ?? new AttemptCount { Key = key });
}

/// <summary>What the counts say about an account and an address.</summary>
/// <param name="AccountFailures">Failures in a row of the account, from anywhere.</param>
/// <param name="AddressFailures">Failures from the address in its window, whatever the account.</param>
/// <param name="RetryAfter">How long the pause lasts, where there is one.</param>
public sealed record ThrottleStatus(int AccountFailures, int AddressFailures, TimeSpan? RetryAfter);

/// <summary>One attempt that may be checked. Disposed without being settled, it is not counted.</summary>
public sealed class Reservation : IAsyncDisposable
{
    private readonly LoginThrottle _throttle;
    private bool _settled;

    internal Reservation(LoginThrottle throttle, string account, string network)
    {
        _throttle = throttle;
        Keys = AttemptKeySet.Of(account, network);
    }

    /// <summary>Where the attempt is counted.</summary>
    internal AttemptKeySet Keys { get; }

    /// <summary>
    /// Counts how the attempt ended and does <paramref name="also"/> in the same transaction, which may be run again
    /// from its start. Takes no cancellation: a client that goes away must not take its failure with it.
    /// </summary>
    public Task<T> SettleAsync<T>(AttemptOutcome outcome, Func<Task<T>> also) => SettleAsync(() => Task.FromResult(outcome), _ => also());

    /// <summary>The same, where the transaction itself decides how the attempt ended.</summary>
    public async Task<T> SettleAsync<T>(Func<Task<AttemptOutcome>> decide, Func<AttemptOutcome, Task<T>> also)
    {
        var result = await _throttle.SettleAsync(this, decide, also);
        _settled = true;
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_settled)
        {
            _settled = true;
            await _throttle.ReleaseAsync(this);
        }
    }
}
