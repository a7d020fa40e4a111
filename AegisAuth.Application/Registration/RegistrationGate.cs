using AegisAuth.Application.Captcha;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Registration;

/// <summary>
/// What stands before a registration: the pause of the address after failed logins, the tries and the new accounts of
/// the address in an hour, and the captcha where one is asked for. An IPv6 address counts by its /64, as at the login.
/// </summary>
public sealed class RegistrationGate(
    EventLimits limits,
    LoginThrottle throttle,
    CaptchaService captchas,
    IOptions<RegistrationOptions> options
)
{
    /// <summary>Counts a try and checks the captcha. Refuses with <c>TooManyAttempts</c> or <c>CaptchaWrong</c>.</summary>
    public async Task<Result<Unit>> EnterAsync(RegisterRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var standing = await throttle.PeekAsync(account: null, caller, cancellationToken);
        if (standing.RetryAfter is { } pause)
        {
            return new Refusal(AuthError.TooManyAttempts, pause);
        }

        var tries = Limit("register-try:", caller, options.Value.MaxTriesPerAddress);
        if ((await limits.TakeAsync(tries)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var captcha = new CaptchaAnswer(request.CaptchaId, request.Captcha);
        return await captchas.PassAsync(CaptchaPurpose.Register, captcha, standing, caller) ? new Unit() : AuthError.CaptchaWrong;
    }

    /// <summary>Counts a new account, in the transaction that makes it. Refuses with <c>TooManyAttempts</c>.</summary>
    public Task<Result<Unit>> CountAsync(Caller caller) => limits.TakeAsync(Accounts(caller));

    /// <summary>Takes the new account back that was counted in this transaction and not made.</summary>
    public Task GiveBackAsync(Caller caller) => limits.GiveBackAsync(Accounts(caller).Key);

    private EventLimit Accounts(Caller caller) => Limit("registered:", caller, options.Value.MaxPerAddress);

    private static EventLimit Limit(string what, Caller caller, int max) =>
        new(what + AttemptKeys.Network(caller.Address), max, RegistrationOptions.Window);
}
