using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.AdminLogin;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>Admin login.</summary>
[Route("user/login")]
public sealed class AdminLoginController(AdminLoginService logins) : AdminController
{
    /// <summary>Log an administrator in by AegisSpeed ID</summary>
    /// <remarks>
    /// Only accounts with one of the roles 管理员, 超级管理员, 组织管理员 can log in. The token is valid for 7 days;
    /// send it as `Authorization: Bearer` to the other `/user` endpoints. Repeated failures pause the account.
    /// </remarks>
    [HttpPost("login_admin_info_by_aegisspeed_id")]
    [Success<AdminLoginData>]
    [Refuses(
        AuthError.InvalidAegisSpeedId,
        AuthError.InvalidPassword,
        AuthError.UserNotFound,
        AuthError.WrongCredentials,
        AuthError.NotAdmin,
        AuthError.TooManyAttempts,
        AuthError.Busy
    )]
    public async Task<IActionResult> LoginAsync([FromBody] AdminLoginRequest request, CancellationToken cancellationToken) =>
        (
            await logins.LoginAsync(request, Caller with { PresentedToken = BearerToken.Of(Request) }, cancellationToken)
        ).Match<IActionResult>(
            success =>
            {
                HttpContext.Identify(success.AegisSpeedId);
                return new JsonAnswer<AdminLoginEnvelope<AdminLoginData>>(
                    new AdminLoginEnvelope<AdminLoginData>(
                        StatusCodes.Status200OK,
                        success.Token,
                        AdminEnvelope.SuccessCode,
                        AdminLoginEnvelope.Success,
                        new AdminLoginData(success.MaskedResidentId)
                    )
                );
            },
            refusal => new RefusalResult(refusal)
        );
}

/// <summary>What a completed admin login tells.</summary>
/// <param name="UserId">The resident number, masked: the first three and the last four characters.</param>
public sealed record AdminLoginData(string UserId);
