using AegisAuth.Api.Documentation;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>Forgotten passwords.</summary>
[Route("api/password")]
[OwnOrigin]
public sealed class SitePasswordResetController(ForgottenPassword passwords, PasswordReset resets) : SiteController
{
    /// <summary>Ask for a password link, or use it</summary>
    /// <remarks>
    /// With `email`: sends a link where that address is proven; the answer is the same for every address. With `token`
    /// and `password`: sets the password and ends every session. A link works once, for 30 minutes.
    /// </remarks>
    [HttpPost("reset")]
    [RequestExample("ask", """{"email":"zhang.wei@example.com"}""", Description = "The answer is the same for every address.")]
    [RequestExample(
        "use",
        """{"token":"the code in the message","password":"four green lamps hum"}""",
        Description = "Put in the code from the message first; in Development it is at `/dev/outbox`."
    )]
    [SuccessExample]
    [Refuses(
        AuthError.PasswordMissing,
        AuthError.EmailInvalid,
        AuthError.ContactOutOfReach,
        AuthError.CaptchaWrong,
        AuthError.TooManyAttempts,
        AuthError.Busy,
        AuthError.OneTimeCodeInvalid
    )]
    [RefusesWeakPassword]
    public async Task<IActionResult> ResetAsync([FromBody] ResetRequest request, CancellationToken cancellationToken) =>
        Reply(
            string.IsNullOrEmpty(request.Token)
                ? await passwords.AskAsync(request, Caller, SiteLanguage.IsEnglish(Request))
                : await resets.CompleteAsync(request.Token, CodePurposes.ResetPassword, request.Password!, Caller, cancellationToken)
        );
}
