using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>Site login.</summary>
[Route("api")]
[OwnOrigin]
public sealed class SiteLoginController(SiteLoginService logins, PhoneLoginCodes phones, PasskeyLogin passkeys, OwnSessionsService sessions)
    : SiteController
{
    /// <summary>Send a login code to a phone</summary>
    /// <remarks>
    /// Six digits, for five minutes, once; log in with them at `POST /api/login`. The answer is the same for every number.
    /// One a minute, five an hour and ten a day for a number. In Development the message is at `/dev/outbox`.
    /// </remarks>
    [HttpPost("login/code")]
    [Success]
    [Refuses(
        AuthError.PhoneInvalid,
        AuthError.CaptchaWrong,
        AuthError.TooManyAttempts,
        AuthError.TooManyMessages,
        AuthError.ContactOutOfReach,
        AuthError.Busy
    )]
    public async Task<IActionResult> SendCodeAsync([FromBody] PhoneCodeRequest request, CancellationToken cancellationToken) =>
        Reply(await phones.AskAsync(request, Caller, SiteLanguage.IsEnglish(Request), cancellationToken));

    /// <summary>Get the options to log in with a passkey</summary>
    /// <remarks>
    /// `data` goes through `PublicKeyCredential.parseRequestOptionsFromJSON` into `navigator.credentials.get`; send the
    /// outcome as `passkey` with `platform` `passkey` to `POST /api/login`, from the same browser (the answer sets a
    /// cookie), within five minutes, once.
    /// </remarks>
    [HttpPost("login/passkey")]
    [Success<PasskeyRequestOptions>]
    [Refuses(AuthError.PlatformNotEnabled, AuthError.TooManyAttempts)]
    public async Task<IActionResult> PasskeyOptionsAsync(CancellationToken cancellationToken) =>
        Reply(await passkeys.BeginAsync(BrowserBindingCookie.Renew(HttpContext), Caller, cancellationToken));

    /// <summary>Log a site user in</summary>
    /// <remarks>
    /// With `platform` `website`, absent or empty: `user_name` (or a verified `email` or `phone`) and `password`. The
    /// token comes in `data.token` and as the cookie `token`; send it as `Authorization: Bearer`, as the header `token`
    /// or as the cookie. It lives 24 hours, with `remember` 30 days. After repeated failures a captcha is asked for.
    ///
    /// With `phone` and the six digits of `POST /api/login/code` as `code`, no password and no other platform: the account
    /// that has proven the number, or a new one.
    ///
    /// With `passkey`: the `passkey` that answers the options of `POST /api/login/passkey`.
    ///
    /// With the name of a provider: its `code`, and for a login that began at `/api/{platform}/url` the `state`. The
    /// token lives 30 days. A provider's code works once; send an `Idempotency-Key` (8 to 128 visible characters), and
    /// the same request within a minute brings a lost answer again.
    /// </remarks>
    [HttpPost("login")]
    [Idempotent]
    [Success<SiteUser>]
    [RefusesSiteLogin]
    [Refuses(AuthError.AccountClosing)]
    [RefusesExternalLogin]
    public async Task<IActionResult> LoginAsync([FromBody] SiteLoginRequest request, CancellationToken cancellationToken) =>
        LoggedIn(await logins.LoginAsync(request, BrowserBindingCookie.Of(Request), LoginCaller, cancellationToken));

    /// <summary>Log the own session out</summary>
    /// <remarks>Ends the session on every node at once and clears the cookies. Without a session the answer is 1001.</remarks>
    [HttpPost("logout")]
    [AcceptSession(Surface.Site)]
    [AllowBeforePasswordChange]
    [Success]
    [Refuses(AuthError.TokenInvalid)]
    public async Task<IActionResult> LogoutAsync()
    {
        // Also where the session has ended already: a dead cookie is of no use.
        SiteCookies.Clear(HttpContext);
        if (HttpContext.AuthenticatedSessionOrNull() is not { } authenticated)
        {
            return new RefusalResult(new Refusal(AuthError.TokenInvalid));
        }

        return Reply(await sessions.LogoutAsync(new AuthenticatedCaller(authenticated, Caller)));
    }
}
