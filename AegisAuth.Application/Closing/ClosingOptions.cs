using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Closing;

/// <summary>Section <c>Account</c>.</summary>
public sealed class ClosingOptions
{
    /// <summary>
    /// How long the owner of an account that is being closed can take that back; then it is erased. From one second to 15
    /// days, which is what the rules for apps in China leave at most; 7 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "15.00:00:00")]
    public TimeSpan ClosingPeriod { get; set; } = TimeSpan.FromDays(7);
}
