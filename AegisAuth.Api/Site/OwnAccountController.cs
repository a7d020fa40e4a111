using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Account;
using AegisAuth.Application.LinkedAccounts;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The own account.</summary>
[Route("api/user")]
[RequireSession(Surface.Site)]
public sealed class OwnAccountController(AccountProfileService details, SitePasswordService passwords, ProviderPhoneNumber phones)
    : SiteController
{
    /// <summary>Read the own account</summary>
    /// <remarks>What the login tells, and whether e-mail address and phone number are proven.</remarks>
    [HttpGet("detail")]
    [Success<AccountProfile>]
    public async Task<IActionResult> ReadAsync(CancellationToken cancellationToken) =>
        Reply(await details.ReadAsync(HttpContext.AuthenticatedSession(), cancellationToken));

    /// <summary>Change the own account</summary>
    /// <remarks>
    /// Only `real_name`, `avatar_url`, `email` and `phone`; absent ones stay as they are. Other members beside them are
    /// ignored; alone they are refused, and so is another `user_name`.
    /// Another e-mail address or phone number asks for a login within the last ten minutes, or for `password`.
    /// </remarks>
    [HttpPost("detail")]
    [Success]
    [Refuses(
        AuthError.NothingToChange,
        AuthError.InvalidParameter,
        AuthError.EmailInvalid,
        AuthError.PhoneInvalid,
        AuthError.UserNameFixed,
        AuthError.RecentAuthenticationRequired
    )]
    [RefusesWrongProof]
    public async Task<IActionResult> ChangeAsync([FromBody] DetailRequest request, CancellationToken cancellationToken) =>
        Reply(await details.ChangeAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Change the own password</summary>
    /// <remarks>
    /// Every other session ends. `old_password` is not asked for where none is set: then the login must be at most ten
    /// minutes old.
    /// </remarks>
    [HttpPost("password")]
    [AllowBeforePasswordChange]
    [Success]
    [Refuses(AuthError.PasswordMissing, AuthError.RecentAuthenticationRequired, AuthError.PasswordUnchanged)]
    [RefusesWeakPassword]
    [RefusesWrongProof]
    public async Task<IActionResult> ChangePasswordAsync([FromBody] SitePasswordRequest request, CancellationToken cancellationToken) =>
        Reply(await passwords.ChangeAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Take over the phone number that WeChat knows</summary>
    /// <remarks>
    /// `code` is the one of the button `getPhoneNumber`, not the one of `wx.login`, and must belong to the WeChat account
    /// that is linked to this one. The number becomes a proven contact. Needs a login of the last ten minutes, or the
    /// account's `password`.
    /// </remarks>
    [HttpPost("phone")]
    [Success]
    [Refuses(
        AuthError.UnknownPlatform,
        AuthError.PlatformNotEnabled,
        AuthError.IdentityMissing,
        AuthError.CodeRefused,
        AuthError.ProviderUnavailable,
        AuthError.ContactTaken,
        AuthError.RecentAuthenticationRequired
    )]
    [RefusesWrongProof]
    public async Task<IActionResult> TakePhoneAsync([FromBody] ProviderPhoneRequest request, CancellationToken cancellationToken) =>
        Reply(await phones.TakeAsync(request, AuthenticatedCaller, cancellationToken));
}
