using AegisAuth.Application.Audit;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AuditLogWriter(SqlUnitOfWork db) : IAuditLogWriter
{
    // Holds the one row until the transaction ends: entries come one after the other.
    private static readonly Sql<NoParameters> Advance = new("UPDATE audit_head SET sequence = sequence + 1 WHERE id = 1");

    private static readonly Sql<NoParameters> ReadHead = new("SELECT sequence, hash FROM audit_head WHERE id = 1");

    private static readonly Sql<AuditEntry> Insert = new(
        """
        INSERT INTO audit_entries (
            sequence, at, action, actor, target, organisation_id, outcome, reason, address, user_agent,
            correlation_id, previous_hash, hash)
        VALUES (
            @Sequence, @At, @Action, @Actor, @Target, @OrganisationId, @Outcome, @Reason, @Address, @UserAgent,
            @CorrelationId, @PreviousHash, @Hash)
        """
    );

    private static readonly Sql<Head> SetHead = new("UPDATE audit_head SET hash = @Hash WHERE id = 1 AND sequence = @Sequence");

    public async Task<ChainPosition> TakePlaceAsync(CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(Advance, NoParameters.None, cancellationToken);
        return await db.FindAsync<ChainPosition, NoParameters>(ReadHead, NoParameters.None, cancellationToken)
            ?? throw new InvalidOperationException("The audit log has lost its head row.");
    }

    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(Insert, entry, cancellationToken);
        if (await db.ExecuteAsync(SetHead, new Head(entry.Sequence, entry.Hash), cancellationToken) != 1)
        {
            throw new InvalidOperationException("The place in the audit log was lost.");
        }
    }

    private sealed record Head(long Sequence, byte[] Hash);
}
