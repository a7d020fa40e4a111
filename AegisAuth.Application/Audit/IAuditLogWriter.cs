using AegisAuth.Domain;

namespace AegisAuth.Application.Audit;

/// <summary>Where entries of the audit log are written.</summary>
public interface IAuditLogWriter
{
    /// <summary>
    /// Stores an entry that is not sealed yet, in the transaction of the thing itself. It shares no row with other entries,
    /// so that no transaction waits for another one here.
    /// </summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);
}
