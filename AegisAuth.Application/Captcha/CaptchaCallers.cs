using AegisAuth.Application.Throttling;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Captcha;

/// <summary>
/// What is remembered about the addresses that need captchas: that a login from there was asked for one, so that the
/// page may fetch it, and how many were drawn. Kept beside the counts of the guard, where every node sees it.
/// </summary>
public sealed class CaptchaCallers(ILoginAttempts attempts, IUnitOfWork unitOfWork, IOptions<CaptchaOptions> options, TimeProvider time)
{
    /// <summary>How long an address is offered captchas after it was asked for one; as long as failures of an address count.</summary>
    private static readonly TimeSpan AskedWindow = AttemptCount.AddressWindow;

    private static readonly TimeSpan DrawWindow = TimeSpan.FromMinutes(1);

    /// <summary>Whether a login from this address was asked for a captcha lately.</summary>
    public async Task<bool> WasAskedAsync(Caller caller, CancellationToken cancellationToken)
    {
        var asked = await ReadAsync(AskedKey(caller), cancellationToken);
        return asked.TouchedAt + AskedWindow > time.GetUtcNow();
    }

    /// <summary>Remembers that a login from this address is asked for a captcha.</summary>
    public Task NoteAskedAsync(Caller caller) =>
        unitOfWork.RunAsync(
            async () =>
            {
                var now = time.GetUtcNow();
                var asked = await ReadAsync(AskedKey(caller), CancellationToken.None);
                // Refused logins without a captcha cost the client nothing: they must not cost a write each.
                if (asked.TouchedAt + DrawWindow <= now)
                {
                    await WriteAsync(asked with { TouchedAt = now });
                }

                return new Done();
            },
            CancellationToken.None
        );

    /// <summary>Counts one picture for this address. Null when it may be drawn, else how long to wait.</summary>
    public Task<TimeSpan?> TryDrawAsync(Caller caller, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync<TimeSpan?>(
            async () =>
            {
                var now = time.GetUtcNow();
                var drawn = await ReadAsync(DrawnKey(caller), CancellationToken.None);
                if (drawn.WindowStartedAt + DrawWindow <= now)
                {
                    drawn = drawn with { Failures = 0, WindowStartedAt = now };
                }

                if (drawn.Failures >= options.Value.DrawsPerMinute)
                {
                    return drawn.WindowStartedAt + DrawWindow - now;
                }

                await WriteAsync(drawn with { Failures = drawn.Failures + 1, TouchedAt = now });
                return null;
            },
            cancellationToken
        );

    private static string AskedKey(Caller caller) => "captcha-asked:" + AttemptKeys.Network(caller.Address);

    private static string DrawnKey(Caller caller) => "captcha-drawn:" + AttemptKeys.Network(caller.Address);

    private async Task<AttemptCount> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var stored = await attempts.ReadAsync(new AttemptKeySet(key, key, key), cancellationToken);
        return stored.Count > 0 ? stored[0] : new AttemptCount { Key = key };
    }

    private async Task WriteAsync(AttemptCount count)
    {
        if (!await attempts.TryWriteAsync(count, CancellationToken.None))
        {
            throw new StaleRowException();
        }
    }
}
