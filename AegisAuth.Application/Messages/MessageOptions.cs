using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Messages;

/// <summary>Section <c>Messages</c>: how many messages may be asked for, and how long their codes live.</summary>
public sealed class MessageOptions
{
    /// <summary>The window in which messages are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Messages that one address may ask for in an hour. 1 to 1,000,000; 30.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerAddress { get; set; } = 30;

    /// <summary>Messages to one contact in an hour, over all callers. 1 to 1,000,000; 5.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerContact { get; set; } = 5;

    /// <summary>How long the code of a verification works. From one second to 30 days; 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan VerifyLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the code of a password reset works. From one second to a day; 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ResetLifetime { get; set; } = TimeSpan.FromMinutes(30);
}
