using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Captcha;

/// <summary>Draws captchas, and says whether a request may go on with the one it brings.</summary>
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

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly CaptchaMode _mode = options.Value.Mode;

    /// <summary>
    /// A new captcha for this purpose (a word of <see cref="CaptchaPurposes"/>) and this address, or none where this
    /// caller needs none. Refuses with <c>InvalidParameter</c> for another word, and with <c>TooManyAttempts</c> when too
    /// many were drawn for the address.
    /// </summary>
    /// <remarks>
    /// <c>Adaptive</c> goes by the account, which is not known here. So an address whose login was asked for a
    /// captcha is offered one from then on, whatever account it was about.
    /// </remarks>
    public async Task<Result<DrawnCaptcha>> DrawAsync(string? forPurpose, Caller caller, CancellationToken cancellationToken)
    {
        if (CaptchaPurposes.Parse(forPurpose) is not { } purpose)
        {
            return AuthError.InvalidParameter;
        }

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
        await captchas.AddAsync(
            new StoredCaptcha
            {
                IdHash = RandomSecret.Hash(id),
                Answer = text,
                Purpose = purpose.Word(),
                Network = AttemptKeys.Network(caller.Address),
                ExpiresAt = now + Lifetime,
            },
            now,
            cancellationToken
        );
        return new DrawnCaptcha(id, png);
    }

    /// <summary>
    /// Whether a request may go on to what it is about. A captcha that is brought is used up, right or wrong, and one that
    /// is brought without need must be right all the same: drawn for this purpose, at this address, with this answer.
    /// </summary>
    public async Task<bool> PassAsync(CaptchaPurpose purpose, CaptchaAnswer given, ThrottleStatus standing, Caller caller)
    {
        var isBrought = !string.IsNullOrEmpty(given.Id);
        if (_mode == CaptchaMode.Off || (!isBrought && !IsNeeded(standing.AccountFailures, standing.AddressFailures)))
        {
            return true;
        }

        if (isBrought && await IsRightAsync(purpose, given, caller))
        {
            return true;
        }

        await callers.NoteAskedAsync(caller);
        return false;
    }

    /// <summary>Uses up the captcha that is brought, and says whether it was drawn for this purpose, at this address, with this answer.</summary>
    public async Task<bool> IsRightAsync(CaptchaPurpose purpose, CaptchaAnswer given, Caller caller) =>
        await captchas.TakeAsync(RandomSecret.Hash(given.Id ?? ""), time.GetUtcNow(), CancellationToken.None) is { } captcha
        && ClockSkew.CanEndAt(captcha.ExpiresAt, time.GetUtcNow(), Lifetime)
        && captcha.Purpose == purpose.Word()
        && captcha.Network == AttemptKeys.Network(caller.Address)
        && CaptchaText.Matches(captcha.Answer, given.Typed);

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

/// <summary>What a client brings of a captcha.</summary>
/// <param name="Id">The id that was given out; null or empty without one.</param>
/// <param name="Typed">What was typed off.</param>
public readonly record struct CaptchaAnswer(string? Id, string? Typed)
{
    /// <summary>Keeps the id out of logs.</summary>
    public override string ToString() => nameof(CaptchaAnswer);
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
