using AegisAuth.Api.Documentation;
using AegisAuth.Application.Registration;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>Registration.</summary>
[Route("api")]
[OwnOrigin]
public sealed class RegisterController(RegistrationService registrations) : SiteController
{
    /// <summary>Make an account</summary>
    /// <remarks>
    /// The answer is that of a login: the user with a token, and the cookie `token`, both for 24 hours. E-mail address
    /// and phone number do not log in before they are proven; a link for the e-mail address is sent at once.
    /// </remarks>
    [HttpPost("register")]
    [RequestExample(
        "user",
        """{"user_name":"zhang.wei","password":"three blue kettles sing","email":"zhang.wei@example.com","phone":"13800138000","real_name":"张伟"}"""
    )]
    [SuccessExample<SiteUser>(Examples.LoggedIn)]
    [Refuses(
        AuthError.AccountMissing,
        AuthError.UserNameInvalid,
        AuthError.PasswordMissing,
        AuthError.EmailInvalid,
        AuthError.PhoneInvalid,
        AuthError.InvalidParameter,
        AuthError.UserNameTaken,
        AuthError.InviteCodeUnknown,
        AuthError.CaptchaWrong,
        AuthError.TooManyAttempts,
        AuthError.Busy
    )]
    [RefusesWeakPassword]
    public async Task<IActionResult> RegisterAsync([FromBody] RegisterRequest request, CancellationToken cancellationToken) =>
        LoggedIn(await registrations.RegisterAsync(request, LoginCaller, SiteLanguage.IsEnglish(Request), cancellationToken));
}
