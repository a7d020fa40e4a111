using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;

namespace AegisAuth.Application.Messages;

/// <summary>
/// Every one-time code is tried here, and the throttle counts every try: for the code, and for the address it comes
/// from. 256 random bits cannot be guessed; the count stops an address that tries all the same.
/// </summary>
public sealed class OneTimeCodeVerifier(OneTimeCodeService codes, LoginThrottle throttle)
{
    /// <summary>Reserves a try, looks the code up, and hands both on. Refuses with <c>TooManyAttempts</c> or <c>Busy</c>.</summary>
    /// <param name="code">What the caller brought.</param>
    /// <param name="purpose">What it must be for; one of <see cref="CodePurposes"/>.</param>
    /// <param name="lifetime">How long codes of this purpose live.</param>
    /// <param name="caller">Who tries.</param>
    /// <param name="useAsync">
    /// Settles the try and uses the code up in the same transaction. It gets null for a code that is unknown, used, expired
    /// or of another purpose. A try that it does not settle is not counted.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting for the throttle.</param>
    public async Task<Result<T>> CheckAsync<T>(
        string? code,
        string purpose,
        TimeSpan lifetime,
        Caller caller,
        Func<OneTimeCode?, Reservation, Task<Result<T>>> useAsync,
        CancellationToken cancellationToken
    )
    {
        // The account is not known yet, only a code.
        var reserved = await throttle.ReserveAsync(AttemptKeys.OneTimeCode(code ?? ""), caller, cancellationToken);
        if (reserved.IsRefused(out var refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            return await useAsync(await codes.FindAsync(code, purpose, lifetime, CancellationToken.None), attempt);
        }
    }

    /// <inheritdoc cref="OneTimeCodeService.TryTakeAsync"/>
    public Task<bool> TryTakeAsync(OneTimeCode code) => codes.TryTakeAsync(code);
}
