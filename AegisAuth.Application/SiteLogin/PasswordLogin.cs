using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Logs site users in by user name, verified e-mail address or verified phone number, and password.</summary>
/// <remarks>
/// An account that does not exist, a disabled one, one without a password and a wrong password make the same statements,
/// one hash each, and have the same answer: neither bytes nor time tell them apart. A user who must change the
/// password is let in, and may then do nothing but change it: there is no other way to change it.
/// </remarks>
public sealed class PasswordLogin(
    IUserRepository users,
    PasswordAuthenticator passwords,
    LoginThrottle throttle,
    CaptchaService captchas,
    SiteSessionIssuer signIn,
    ReturningOwner returning,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Checks captcha and password and opens a session. Refuses with <c>Busy</c>, <c>TooManyAttempts</c>,
    /// <c>CaptchaWrong</c> or <c>WrongCredentials</c>, and with <c>AccountClosing</c> as <see cref="ReturningOwner"/> says.
    /// </summary>
    public Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        bool reopen,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        ThrottleStatus? status = null;
        return passwords.CheckAsync(
            new PasswordAttempt<SiteLoginSuccess>
            {
                Password = request.Password!,
                IsLogin = true,
                IdentifyAsync = async cancelled =>
                {
                    var name = AccountName.Of(request);
                    var user = await users.FindByNameAsync(name.ContactKey, name.NameKey, cancelled);
                    // All names of one user, and the admin login, share one count; an unknown name is counted like them.
                    var account = user is null ? AttemptKeys.UnknownAccount(name.Normal) : AttemptKeys.Account(user.AegisSpeedId);
                    status = await throttle.PeekAsync(account, caller, cancelled);
                    return await PassAsync(request, status, caller) is { } refusal
                        ? refusal
                        : new PasswordSubject(account, () => Task.FromResult(user));
                },
                Judge = (user, right) => Judge(user, right, reopen),
                PrepareAsync = user => returning.ReopenAsync(user, Event(user), caller),
                RefuseAsync = (user, why) => RefuseAsync(user, why, status!, caller),
                AcceptAsync = (user, _) =>
                    Task.FromResult<Func<Task<Result<SiteLoginSuccess>>>>(() => OpenAsync(user, request.Remember == true, caller)),
            },
            caller,
            cancellationToken
        );
    }

    // The captcha comes before the password and is no guess at it: a wrong one is not counted as a failure of the account.
    private async Task<Refusal?> PassAsync(SiteLoginRequest request, ThrottleStatus status, Caller caller)
    {
        if (status.RetryAfter is { } pause)
        {
            return new Refusal(AuthError.TooManyAttempts, pause);
        }

        return await captchas.PassAsync(CaptchaPurpose.Login, new CaptchaAnswer(request.CaptchaId, request.Captcha), status, caller)
            ? null
            : new Refusal(AuthError.CaptchaWrong);
    }

    private PasswordDenial? Judge(User? user, bool right, bool reopen) =>
        user switch
        {
            null => new PasswordDenial(AuditReasons.UnknownUser),
            { PasswordHash: null } => new PasswordDenial(AuditReasons.NoPassword),
            _ when !right => new PasswordDenial(AuditReasons.WrongPassword),
            _ when user.CanReopen(time.GetUtcNow()) => reopen ? null : new PasswordDenial(AuditReasons.Closing, AttemptOutcome.Success),
            { Enabled: false } => new PasswordDenial(AuditReasons.Disabled),
            _ => null,
        };

    private async Task<Result<SiteLoginSuccess>> RefuseAsync(User? user, string why, ThrottleStatus status, Caller caller)
    {
        if (why == AuditReasons.Closing)
        {
            return await returning.TellAsync(user!, Event(user), caller);
        }

        await captchas.NoteFailureAsync(status, caller);
        await audit.WriteAsync(Event(user) with { Refused = why }, caller);
        return AuthError.WrongCredentials;
    }

    private async Task<Result<SiteLoginSuccess>> OpenAsync(User user, bool remember, Caller caller)
    {
        // Read before it was reopened: the answer tells of the account as it is now.
        user = user.ClosesAt is null ? user : await users.FindAsync(user.Id, CancellationToken.None) ?? user;
        var success = await signIn.OpenAsync(user, AuthenticationMethods.Password, remember, caller);
        await audit.WriteAsync(Event(user) with { Actor = user.AegisSpeedId.ToString() }, caller);
        return success;
    }

    private static AuditEvent Event(User? user) => AuditEvent.About(AuditActions.SiteLogin, user);
}
