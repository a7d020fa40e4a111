namespace AegisAuth.Application.Captcha;

/// <summary>Where captchas wait for their answer. One that is answered, rightly or wrongly, has no row.</summary>
public interface ICaptchaRepository
{
    /// <summary>Stores a captcha, and forgets those that have expired.</summary>
    /// <param name="idHash">SHA-256 of the id that the client holds.</param>
    /// <param name="text">What the picture shows.</param>
    /// <param name="now">The time.</param>
    /// <param name="expiresAt">From this moment on it is worth nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AddAsync(byte[] idHash, string text, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a captcha out: its text, for the one caller who was first; null for all others, and for one that is
    /// unknown or expired.
    /// </summary>
    Task<string?> TakeAsync(byte[] idHash, DateTimeOffset now, CancellationToken cancellationToken);
}
