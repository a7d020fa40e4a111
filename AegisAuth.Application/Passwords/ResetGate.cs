using AegisAuth.Application.Captcha;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// What stands before the link for a forgotten password: the messages of the address and to the contact, and the captcha
/// where one is brought. None is demanded: the limits bound what a program can do here.
/// </summary>
public sealed class ResetGate(MessageLimits limits, CaptchaService captchas)
{
    /// <summary>Checks the captcha and counts one message. Refuses with <c>CaptchaWrong</c> or <c>TooManyAttempts</c>.</summary>
    public async Task<Result<Unit>> EnterAsync(ResetRequest request, string contactKey, Caller caller)
    {
        var captcha = new CaptchaAnswer(request.CaptchaId, request.Captcha);
        var isRight = string.IsNullOrEmpty(captcha.Id) || await captchas.IsRightAsync(CaptchaPurpose.Reset, captcha, caller);
        return isRight ? await limits.TakeAsync(contactKey, caller) : AuthError.CaptchaWrong;
    }
}
