using System.ComponentModel.DataAnnotations;
using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>Section <c>Token</c>: how long tokens live.</summary>
public sealed class TokenOptions
{
    /// <summary>Admin tokens. From one second to 366 days; 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    public TimeSpan AdminLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Site tokens. From one second to 366 days; 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    public TimeSpan SiteLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Site tokens with <c>remember</c> or by a provider. From one second to 366 days; 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    public TimeSpan RememberLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Admin sessions that are not used for so long end. From one second to 366 days; absent, never.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    public TimeSpan? AdminIdle { get; set; }

    /// <summary>Site sessions that are not used for so long end. From one second to 366 days; absent, never.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    public TimeSpan? SiteIdle { get; set; }

    /// <summary>After which time without use a session of this surface ends; null: never.</summary>
    public TimeSpan? IdleOf(Surface surface) =>
        surface switch
        {
            Surface.Admin => AdminIdle,
            Surface.Site => SiteIdle,
        };
}

/// <summary>Section <c>Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>Live sessions of one user on one surface; the least recently used goes first. 1 to 1,000; 20.</summary>
    [Range(1, 1000)]
    public int MaxPerUser { get; set; } = 20;
}
