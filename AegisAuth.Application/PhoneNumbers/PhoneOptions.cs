using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>Section <c>Phone</c>: what a proven number opens.</summary>
public sealed class PhoneOptions
{
    /// <summary>Whether a code makes an account for a number that no user has proven; true.</summary>
    public bool Register { get; set; } = true;

    /// <summary>
    /// After so long without use a code alone does not open an account: the number may have another owner by now. From
    /// one second to ten years; 180 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan RecycledAfter { get; set; } = TimeSpan.FromDays(180);
}

/// <summary>Section <c>Sms</c>, as far as it bounds what is sent.</summary>
public sealed class TextLimitOptions
{
    /// <summary>Text messages in a day over all numbers. 1 to 100,000,000; 1,000.</summary>
    [Range(1, 100_000_000)]
    public int MaxPerDay { get; set; } = 1000;
}
