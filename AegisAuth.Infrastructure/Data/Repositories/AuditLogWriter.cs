using AegisAuth.Application.Audit;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AuditLogWriter(SqlUnitOfWork db) : IAuditLogWriter
{
    private static readonly Sql<AuditEntry> Insert = new(
        """
        INSERT INTO audit_entries (
            sequence, at, action, actor, target, organisation_id, outcome, reason, address, user_agent,
            correlation_id, origin_salt, origin_digest, previous_hash, hash)
        VALUES (
            @Sequence, @At, @Action, @Actor, @Target, @OrganisationId, @Outcome, @Reason, @Address, @UserAgent,
            @CorrelationId, @OriginSalt, @OriginDigest, @PreviousHash, @Hash)
        """
    );

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) => db.DeferAsync(Insert, entry, cancellationToken);
}
