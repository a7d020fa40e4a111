namespace AegisAuth.Application.Throttling;

/// <summary>Where the counts of the throttle are stored.</summary>
public interface ILoginAttemptRepository
{
    /// <summary>The stored counts of one attempt, in any order; a key without a row has none.</summary>
    Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptKeySet keys, CancellationToken cancellationToken);

    /// <summary>
    /// The same, and no other transaction changes them before this one ends. Call it late: those who count the same address
    /// wait from here on.
    /// </summary>
    Task<IReadOnlyList<AttemptCount>> LockAsync(AttemptKeySet keys, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a count that <see cref="LockAsync"/> brought, or one that it did not find. When another transaction was faster
    /// to make the row, this one is undone and run again.
    /// </summary>
    Task WriteLockedAsync(AttemptCount count, CancellationToken cancellationToken);

    /// <summary>The stored count with this key, or null.</summary>
    Task<AttemptCount?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the count over the version it was read at, and raises the version. False, and nothing stored, when
    /// another request was faster.
    /// </summary>
    Task<bool> TryWriteAsync(AttemptCount count, CancellationToken cancellationToken);

    /// <summary>Forgets the count of an account and its counts at single addresses, which ends their pauses.</summary>
    Task DeleteAccountAsync(string accountKey, string pairPrefix, CancellationToken cancellationToken);
}
