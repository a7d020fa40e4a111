using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Audit;

/// <summary>Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>How long entries of the audit log are kept. From one day to 36,500 days; absent, for ever.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan? Retention { get; set; }
}
