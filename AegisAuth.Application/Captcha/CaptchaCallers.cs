using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Captcha;

/// <summary>
/// What is remembered about the addresses that need captchas: that a login from there was asked for one, so that the
/// page may fetch it, and how many were drawn. Kept beside the counts of the throttle, where every node sees it.
/// </summary>
public sealed class CaptchaCallers(
    ILoginAttemptRepository attempts,
    EventLimits limits,
    IUnitOfWork unitOfWork,
    IOptions<CaptchaOptions> options,
    TimeProvider time
)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Whether a login from this address was asked for a captcha, in the time in which failures of an address count.</summary>
    public async Task<bool> WasAskedAsync(Caller caller, CancellationToken cancellationToken) =>
        await attempts.FindAsync(AskedKey(caller), cancellationToken) is { } asked
        && asked.TouchedAt <= time.GetUtcNow() + ClockSkew.Tolerated
        && asked.TouchedAt + AttemptCount.AddressWindow > time.GetUtcNow();

    /// <summary>Remembers that a login from this address is asked for a captcha.</summary>
    public Task NoteAskedAsync(Caller caller) =>
        unitOfWork.RunAsync(
            async () =>
            {
                var now = time.GetUtcNow();
                var key = AskedKey(caller);
                var asked = await attempts.FindAsync(key, CancellationToken.None) ?? new AttemptCount { Key = key };
                // A refused login without a captcha costs the client nothing: it must not cost a write each time.
                if (
                    (asked.TouchedAt + Minute <= now || asked.TouchedAt > now + ClockSkew.Tolerated)
                    && !await attempts.TryWriteAsync(asked with { TouchedAt = now }, CancellationToken.None)
                )
                {
                    throw new ConcurrencyConflictException();
                }

                return new Unit();
            },
            CancellationToken.None
        );

    /// <summary>Counts one picture for this address; refuses with <c>TooManyAttempts</c> when there were too many in a minute.</summary>
    public Task<Result<Unit>> TakePictureAsync(Caller caller) =>
        limits.TakeAsync(new EventLimit("captcha-drawn:" + AttemptKeys.Network(caller.Address), options.Value.DrawsPerMinute, Minute));

    private static string AskedKey(Caller caller) => "captcha-asked:" + AttemptKeys.Network(caller.Address);
}
