using AegisAuth.Domain;

namespace AegisAuth.Application.Audit;

/// <summary>Where the audit log is stored.</summary>
public interface IAuditLogWriter
{
    /// <summary>
    /// Takes the next place in the chain and holds it until the transaction ends, so that entries are written one
    /// after the other: the sequence to use, and the hash of the entry before it.
    /// </summary>
    Task<ChainPosition> TakePlaceAsync(CancellationToken cancellationToken);

    /// <summary>Stores the entry at the place that was taken in this transaction.</summary>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken);
}

/// <summary>A place in the chain.</summary>
public sealed class ChainPosition
{
    /// <summary>The sequence of the entry to be written.</summary>
    public long Sequence { get; init; }

    /// <summary>The hash of the entry before it.</summary>
    public byte[] Hash { get; init; } = [];
}
