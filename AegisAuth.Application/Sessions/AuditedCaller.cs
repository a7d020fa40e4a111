using AegisAuth.Application.Audit;

namespace AegisAuth.Application.Sessions;

/// <summary>How what somebody does to the own account stands in the audit log.</summary>
internal static class AuditedCaller
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
