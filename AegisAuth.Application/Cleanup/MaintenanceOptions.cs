using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Cleanup;

/// <summary>Section <c>Maintenance</c>.</summary>
public sealed class MaintenanceOptions
{
    /// <summary>How often expired rows are deleted. From one second to one day; five minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(5);
}
