using AegisAuth.Api.Http;
using AegisAuth.Application.Providers;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The outside accounts that open the own account.</summary>
[Route("api/user/logins")]
[RequireSession(Surface.Site)]
public sealed class OwnLoginsController(OwnLogins logins) : SiteController
{
    /// <summary>List the linked outside accounts</summary>
    [HttpGet]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) =>
        Success(await logins.ListAsync(HttpContext.SignedIn(), cancellationToken));

    /// <summary>Link an outside account</summary>
    /// <remarks>
    /// The body of `/api/login` for the platform. Needs a login of the last ten minutes, or the account's `password`.
    /// Takes an `Idempotency-Key` as `/api/login` does.
    /// </remarks>
    [HttpPost("link")]
    [Idempotent]
    public async Task<IActionResult> LinkAsync([FromBody] LinkRequest request, CancellationToken cancellationToken) =>
        Reply(
            await logins.LinkAsync(
                HttpContext.SignedIn(),
                request.ToLogin(LoginBrowserCookie.Of(Request)),
                request.Password,
                Caller,
                cancellationToken
            )
        );

    /// <summary>Unlink an outside account</summary>
    /// <remarks>
    /// Needs a login of the last ten minutes, or the account's `password`. The last way in stays: without a password and
    /// without another outside account it is refused.
    /// </remarks>
    [HttpPost("unlink")]
    public async Task<IActionResult> UnlinkAsync([FromBody] UnlinkRequest request, CancellationToken cancellationToken) =>
        Reply(await logins.UnlinkAsync(HttpContext.SignedIn(), request, Caller, cancellationToken));
}
