using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Closing;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The end of the own account, and what it holds.</summary>
[Route("api/user")]
public sealed class ClosingController(AccountClosing closing, SiteLoginService logins, AccountCopyService copies) : SiteController
{
    /// <summary>Close the own account</summary>
    /// <remarks>
    /// Needs a login of the last ten minutes, or `password`. Every session, code and secret ends. Until `closes_time` a right
    /// login answers -1 (`X-Error-Reason: account-closing`), and `POST /api/user/reopen` takes the closing back. Then
    /// everything about the account is erased, and a person who comes back is a new user. The last enabled 超级管理员 stays: 1002.
    /// </remarks>
    [HttpPost("close")]
    [RequireSession(Surface.Site)]
    [AllowBeforePasswordChange]
    [Success<AccountClosed>]
    [Refuses(AuthError.RecentAuthenticationRequired, AuthError.Forbidden)]
    [RefusesWrongProof]
    public async Task<IActionResult> CloseAsync([FromBody] CloseRequest request, CancellationToken cancellationToken)
    {
        var closed = await closing.CloseAsync(request, AuthenticatedCaller, cancellationToken);
        if (!closed.IsRefused(out _, out _))
        {
            SiteCookies.Clear(HttpContext);
        }

        return Reply(closed);
    }

    /// <summary>Reopen an account that is being closed</summary>
    /// <remarks>
    /// The body is the one of `POST /api/login`, and so is the answer: a right proof takes the closing back and logs in. A
    /// phone code that was told `account-closing` works here; a provider's code works once, so bring a new one. An account
    /// that is open is only logged in to; none is made.
    /// </remarks>
    [HttpPost("reopen")]
    [OwnOrigin]
    [Idempotent]
    [Success<SiteUser>]
    [RefusesSiteLogin]
    [RefusesExternalLogin]
    public async Task<IActionResult> ReopenAsync([FromBody] SiteLoginRequest request, CancellationToken cancellationToken) =>
        LoggedIn(await logins.ReopenAsync(request, BrowserBindingCookie.Of(Request), Caller, cancellationToken));

    /// <summary>Copy what is held about the own account</summary>
    /// <remarks>
    /// One JSON with everything: the account, contacts, external accounts, sessions, codes on their way and the own lines of
    /// the audit log, 10,000 at most. Digests and keys stay here. Once an hour: `copy-too-soon`, with `Retry-After`.
    /// </remarks>
    [HttpGet("copy")]
    [RequireSession(Surface.Site)]
    [Success<AccountCopy>]
    [Refuses(AuthError.CopyTooSoon)]
    public async Task<IActionResult> CopyAsync(CancellationToken cancellationToken) =>
        Reply(await copies.MakeAsync(AuthenticatedCaller, cancellationToken));
}
