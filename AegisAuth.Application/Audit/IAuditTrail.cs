using AegisAuth.Domain;

namespace AegisAuth.Application.Audit;

/// <summary>The audit log as it is read, verified and pruned.</summary>
public interface IAuditTrail
{
    /// <summary>The entries before a place, the newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long before, int limit, CancellationToken cancellationToken);
}

/// <summary>Which entries a page shows. A filter that is null lets everything through.</summary>
/// <param name="OrganisationId">Only of this organisation.</param>
/// <param name="Target">Only about this id.</param>
/// <param name="Actor">Only by this id.</param>
/// <param name="Action">Only this action.</param>
/// <param name="Outcome">Only with this outcome.</param>
public sealed record AuditFilter(long? OrganisationId, string? Target, string? Actor, string? Action, string? Outcome);
