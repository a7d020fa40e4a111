namespace AegisAuth.Application.Captcha;

/// <summary>Where captchas wait for their answer. One that is answered, rightly or wrongly, has no row.</summary>
public interface ICaptchaRepository
{
    /// <summary>Stores a captcha, and forgets those that have expired.</summary>
    /// <param name="captcha">What is stored.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AddAsync(StoredCaptcha captcha, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a captcha out, for the one caller who was first; null for all others, and for one that is unknown or
    /// expired.
    /// </summary>
    Task<StoredCaptcha?> TakeAsync(byte[] idHash, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A captcha as it is stored.</summary>
public sealed record StoredCaptcha
{
    /// <summary>SHA-256 of the id that the client holds, 32 bytes.</summary>
    public byte[] IdHash { get; init; } = [];

    /// <summary>What the picture shows.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What it was drawn for: the word of a <see cref="CaptchaPurpose"/>.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The address it was drawn for, as the throttle counts it.</summary>
    public string Network { get; init; } = "";

    /// <summary>From this moment on it is worth nothing.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Keeps the answer out of logs.</summary>
    public override string ToString() => nameof(StoredCaptcha);
}
