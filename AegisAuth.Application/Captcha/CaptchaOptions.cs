using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Captcha;

/// <summary>When a login asks for a captcha.</summary>
public enum CaptchaMode
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>After 3 failures in a row of the account, or 20 from the address in 15 minutes.</summary>
    Adaptive,

    /// <summary>At every login with a password.</summary>
    Always,
}

/// <summary>Section <c>Captcha</c>.</summary>
public sealed class CaptchaOptions
{
    /// <summary>When a login asks for a captcha; <c>Adaptive</c>.</summary>
    public CaptchaMode Mode { get; set; } = CaptchaMode.Adaptive;

    /// <summary>Pictures for one address in a minute. 1 to 100,000; 30.</summary>
    [Range(1, 100_000)]
    public int DrawsPerMinute { get; set; } = 30;
}
