using AegisAuth.Application.Captcha;
using AegisAuth.Application.Common;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Sends the code that <see cref="PhoneLogin"/> takes.</summary>
public sealed class PhoneLoginCodes(PhoneCodeSender sender, LoginThrottle throttle, CaptchaService captchas)
{
    /// <summary>
    /// Sends a code. Refuses with <c>TooManyAttempts</c> while the address is paused, with <c>CaptchaWrong</c>, and as
    /// <see cref="PhoneCodeSender.SendLoginAsync"/> does.
    /// </summary>
    public async Task<Result<Unit>> AskAsync(PhoneCodeRequest request, Caller caller, bool english, CancellationToken cancellationToken)
    {
        var contact = ContactKeys.Phone(request.Phone!)!;
        // The failures of the number do not count here: its messages have limits of their own, and what a new code may be
        // tried is another question.
        var standing = await throttle.PeekAsync(account: null, caller, cancellationToken);
        if (standing.RetryAfter is { } pause)
        {
            return new Refusal(AuthError.TooManyAttempts, pause);
        }

        if (!await captchas.PassAsync(CaptchaPurpose.Code, new CaptchaAnswer(request.CaptchaId, request.Captcha), standing, caller))
        {
            return AuthError.CaptchaWrong;
        }

        return await sender.SendLoginAsync(contact, caller, english, cancellationToken);
    }
}
