namespace AegisAuth.Application.Throttling;

/// <summary>Where the counts of the throttle are stored.</summary>
public interface ILoginAttemptRepository
{
    /// <summary>The stored counts of one attempt, in any order; a key without a row has none.</summary>
    Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptKeySet keys, CancellationToken cancellationToken);

    /// <summary>The stored count with this key, or null.</summary>
    Task<AttemptCount?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the count over the version it was read at, and raises the version. False, and nothing stored, when
    /// somebody else was faster.
    /// </summary>
    Task<bool> TryWriteAsync(AttemptCount count, CancellationToken cancellationToken);

    /// <summary>Forgets the count of an account and its counts at single addresses, which ends their pauses.</summary>
    Task DeleteAccountAsync(string accountKey, string pairPrefix, CancellationToken cancellationToken);
}
