using AegisAuth.Application.Common;

namespace AegisAuth.Application.Audit;

/// <summary>How the acts of a user on the own account stand in the audit log.</summary>
internal static class AuditedSession
{
    /// <summary>An event whose actor and target are the caller.</summary>
    public static AuditEvent Event(this AuthenticatedSession me, string action) =>
        new(action)
        {
            Actor = me.AegisSpeedId.ToString(),
            Target = me.AegisSpeedId.ToString(),
            OrganisationId = me.OrganisationId,
        };
}
