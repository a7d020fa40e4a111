using AegisAuth.Api.Documentation;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>A new password with a code from an administrator.</summary>
[Route("user/password/reset")]
public sealed class AdminPasswordResetController(PasswordReset resets) : AdminController
{
    /// <summary>Set a password with a one-time code</summary>
    /// <remarks>
    /// Needs no session. The code comes from `POST /user/manage/users` or `…/reset-password` and is good once. A wrong
    /// one is answered with `10005`, and too many pause the address. Every session of the account ends.
    /// </remarks>
    [HttpPost]
    [RequestExample(
        "reset",
        """{"code":"the code that reset-password gave out","new_password":"three blue kettles sing"}""",
        Description = "Put in the code of `POST /user/manage/users/{id}/reset-password` first."
    )]
    [SuccessExample]
    [Refuses(AuthError.InvalidParameter, AuthError.OneTimeCodeInvalid, AuthError.TooManyAttempts, AuthError.Busy)]
    [RefusesWeakPassword]
    public async Task<IActionResult> ResetAsync([FromBody] PasswordResetRequest request, CancellationToken cancellationToken) =>
        Changed(await resets.CompleteAsync(request.Code!, CodePurposes.AdminReset, request.NewPassword!, Caller, cancellationToken));
}
