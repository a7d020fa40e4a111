using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Captcha;

/// <summary>Draws captchas, and says whether a login may go on with the one it brings.</summary>
public sealed class CaptchaService(
    ICaptchaRepository captchas,
    ICaptchaPicture picture,
    CaptchaCallers callers,
    LoginThrottle throttle,
    IOptions<CaptchaOptions> options,
    TimeProvider time
)
{
    private const int AccountFailures = 3;
    private const int AddressFailures = 20;

    /// <summary>How long a captcha can be answered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly CaptchaMode _mode = options.Value.Mode;

    /// <summary>
    /// A new captcha, or none where this caller needs none. Refuses with <c>TooManyAttempts</c> when too many were
    /// drawn for the address.
    /// </summary>
    /// <remarks>
    /// <c>Adaptive</c> goes by the account, which is not known here. So an address whose login was asked for a
    /// captcha is offered one from then on, whatever account it was about.
    /// </remarks>
    public async Task<Result<DrawnCaptcha>> DrawAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!await IsOfferedAsync(caller, cancellationToken))
        {
            return DrawnCaptcha.None;
        }

        if ((await callers.TakePictureAsync(caller)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var id = RandomSecret.Create();
        var text = CaptchaText.New();
        var png = picture.Draw(text);
        var now = time.GetUtcNow();
        await captchas.AddAsync(RandomSecret.Hash(id), text, now, now + Lifetime, cancellationToken);
        return new DrawnCaptcha(id, png);
    }

    /// <summary>
    /// Whether a login may go on to its password. A captcha that is brought is used up, right or wrong, and one that
    /// is brought without need must be right all the same.
    /// </summary>
    public async Task<bool> PassAsync(string? id, string? typed, ThrottleStatus standing, Caller caller)
    {
        var isBrought = !string.IsNullOrEmpty(id);
        if (_mode == CaptchaMode.Off || (!isBrought && !IsNeeded(standing.AccountFailures, standing.AddressFailures)))
        {
            return true;
        }

        if (
            isBrought
            && await captchas.TakeAsync(RandomSecret.Hash(id!), time.GetUtcNow(), CancellationToken.None) is { } text
            && CaptchaText.Matches(text, typed)
        )
        {
            return true;
        }

        await callers.NoteAskedAsync(caller);
        return false;
    }

    /// <summary>
    /// Called when a login fails, in the transaction that counts it: where the next one will need a captcha, the page
    /// is offered one already.
    /// </summary>
    public async Task NoteFailureAsync(ThrottleStatus before, Caller caller)
    {
        if (_mode == CaptchaMode.Adaptive && IsNeeded(before.AccountFailures + 1, before.AddressFailures + 1))
        {
            await callers.NoteAskedAsync(caller);
        }
    }

    private bool IsNeeded(int accountFailures, int addressFailures) =>
        _mode switch
        {
            CaptchaMode.Off => false,
            CaptchaMode.Adaptive => accountFailures >= AccountFailures || addressFailures >= AddressFailures,
            CaptchaMode.Always => true,
        };

    private async Task<bool> IsOfferedAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (_mode != CaptchaMode.Adaptive)
        {
            return _mode == CaptchaMode.Always;
        }

        var standing = await throttle.PeekAsync(account: null, caller, cancellationToken);
        return IsNeeded(standing.AccountFailures, standing.AddressFailures) || await callers.WasAskedAsync(caller, cancellationToken);
    }
}

/// <summary>A captcha to show.</summary>
/// <param name="Id">The only copy of the id: who holds it may answer once.</param>
/// <param name="Png">The picture.</param>
public sealed record DrawnCaptcha(string Id, byte[] Png)
{
    /// <summary>No captcha: the caller needs none.</summary>
    public static readonly DrawnCaptcha None = new("", []);

    /// <summary>Keeps the id out of logs.</summary>
    public override string ToString() => nameof(DrawnCaptcha);
}
