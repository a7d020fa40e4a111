namespace AegisAuth.Application.Throttling;

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

    internal Reservation(LoginThrottle throttle, string account, string network, int slot)
    {
        _throttle = throttle;
        Keys = AttemptKeySet.Of(account, network);
        Slot = Keys.OfAddress(slot + 1)[slot];
        Counted = [.. Keys.OfAccount, (AttemptScope.Address, Slot)];
    }

    /// <summary>Where the attempt is counted.</summary>
    internal AttemptKeySet Keys { get; }

    /// <summary>The slot of the address that it is counted in.</summary>
    internal string Slot { get; }

    /// <summary>The rows that it writes.</summary>
    internal IReadOnlyList<(AttemptScope Scope, string Key)> Counted { get; }

    /// <summary>
    /// Counts how the attempt ended and does <paramref name="also"/> in the same transaction, which may be run again
    /// from its start. Takes no cancellation: a client that goes away must not take its failure with it.
    /// </summary>
    public Task<T> SettleAsync<T>(AttemptOutcome outcome, Func<Task<T>> also) => SettleAsync(() => Task.FromResult(outcome), _ => also());

    /// <summary>
    /// The same inside the settling of another attempt on the same account. That one wakes who waits for either, when the
    /// transaction is over: woken before, they would all look in vain, and hold the row that the transaction still needs.
    /// </summary>
    public async Task<T> SettleWithinAsync<T>(AttemptOutcome outcome, Func<Task<T>> also)
    {
        var result = await _throttle.SettleWithinAsync(this, () => Task.FromResult(outcome), _ => also());
        _settled = true;
        return result;
    }

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
