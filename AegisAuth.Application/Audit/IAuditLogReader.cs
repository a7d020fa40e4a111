using AegisAuth.Domain;

namespace AegisAuth.Application.Audit;

/// <summary>The audit log as it is read, verified and pruned.</summary>
public interface IAuditLogReader
{
    /// <summary>The entries before a place, the newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long before, int limit, CancellationToken cancellationToken);

    /// <summary>The first entries behind a place, the oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The first entries that are not sealed yet, in the order in which they were written.</summary>
    Task<IReadOnlyList<AuditEntry>> ReadUnsealedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Gives entries their places at the end of the chain. Call it in the transaction that holds the ends.
    /// </summary>
    /// <param name="places">The unsealed sequence of each entry, and the entry with its place and hashes; in their order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SealAsync(IReadOnlyList<(long Unsealed, AuditEntry Entry)> places, CancellationToken cancellationToken);

    /// <summary>Both ends of the chain. With <paramref name="hold"/> no other transaction seals or prunes until this one ends.</summary>
    /// <exception cref="InvalidOperationException">The log has lost its head row.</exception>
    Task<AuditEnds> ReadEndsAsync(bool hold, CancellationToken cancellationToken);

    /// <summary>Those of these accounts that were erased, by the row of each.</summary>
    Task<IReadOnlyList<string>> ListErasedAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the entries up to this one and remembers it, so that what is left can still be verified. Call it in the
    /// transaction that holds the ends.
    /// </summary>
    Task PruneAsync(long sequence, byte[] hash, CancellationToken cancellationToken);
}

/// <summary>Both ends of the chain.</summary>
public sealed class AuditEnds
{
    /// <summary>The place of the last entry; 0 when there has never been one.</summary>
    public long Sequence { get; init; }

    /// <summary>The hash of the last entry.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>The place of the last entry that was pruned; 0 when none was.</summary>
    public long PrunedSequence { get; init; }

    /// <summary>The hash of the last entry that was pruned: what the first one that is left carries.</summary>
    public byte[] PrunedHash { get; init; } = [];
}

/// <summary>Which entries a page shows. A filter that is null lets everything through.</summary>
/// <param name="OrganisationId">Only of this organisation.</param>
/// <param name="Target">Only about this id.</param>
/// <param name="Actor">Only by this id.</param>
/// <param name="Action">Only this action.</param>
/// <param name="Outcome">Only with this outcome.</param>
/// <param name="From">Only from this moment on.</param>
/// <param name="To">Only up to this moment.</param>
public sealed record AuditFilter(
    long? OrganisationId,
    string? Target,
    string? Actor,
    string? Action,
    string? Outcome,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);
