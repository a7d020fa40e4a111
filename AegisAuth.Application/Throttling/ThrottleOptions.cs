using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Throttling;

/// <summary>Section <c>Throttle</c>: how many failures a login may have before it is paused.</summary>
public sealed class ThrottleOptions
{
    /// <summary>Failures in a row of one account from one address before the first pause. 1 to 1,000,000; 5.</summary>
    [Range(1, 1_000_000)]
    public int FreeFailures { get; set; } = 5;

    /// <summary>The first pause in seconds; each further failure doubles it. 1 to 86,400; 30.</summary>
    [Range(1, 86_400)]
    public int FirstPauseSeconds { get; set; } = 30;

    /// <summary>The longest pause in seconds. 1 to 86,400; 3,600.</summary>
    [Range(1, 86_400)]
    public int MaxPauseSeconds { get; set; } = 3600;

    /// <summary>Failures in a row of one account from anywhere before the longest pause (NIST SP 800-63B-4, 3.2.2: at most 100). 1 to 1,000,000; 100.</summary>
    [Range(1, 1_000_000)]
    public int AccountFailures { get; set; } = 100;

    /// <summary>Failures from one address in 15 minutes. 1 to 1,000,000; 100.</summary>
    [Range(1, 1_000_000)]
    public int AddressFailures { get; set; } = 100;

    /// <summary>Logins that one address may begin on providers' pages in 10 minutes. 1 to 1,000,000; 600.</summary>
    [Range(1, 1_000_000)]
    public int LoginsBegunPerAddress { get; set; } = 600;

    /// <summary>Requests with an <c>Idempotency-Key</c> from one address in 10 minutes. 1 to 1,000,000; 600.</summary>
    [Range(1, 1_000_000)]
    public int IdempotencyKeysPerAddress { get; set; } = 600;
}
