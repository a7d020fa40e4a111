using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.LinkedAccounts;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The external accounts that open the own account.</summary>
[Route("api/user/logins")]
[RequireSession(Surface.Site)]
public sealed class LinkedAccountsController(LinkedAccountService logins) : SiteController
{
    /// <summary>List the linked external accounts</summary>
    /// <remarks>The oldest first. `id` is what one is unlinked by.</remarks>
    [HttpGet]
    [Success<IReadOnlyList<LinkedAccount>>]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) =>
        Success(await logins.ListAsync(HttpContext.AuthenticatedSession(), cancellationToken));

    /// <summary>Link an external account</summary>
    /// <remarks>
    /// The body of `/api/login` for the platform. Needs a login of the last ten minutes, or the account's `password`.
    /// Takes an `Idempotency-Key` as `/api/login` does.
    /// </remarks>
    [HttpPost("link")]
    [Idempotent]
    [Success]
    [Refuses(AuthError.RecentAuthenticationRequired, AuthError.IdentityTaken, AuthError.WrongProof)]
    [RefusesExternalLogin]
    public async Task<IActionResult> LinkAsync([FromBody] LinkRequest request, CancellationToken cancellationToken) =>
        Reply(
            await logins.LinkAsync(
                request.ToLogin(BrowserBindingCookie.Of(Request)),
                request.Password,
                AuthenticatedCaller,
                cancellationToken
            )
        );

    /// <summary>Unlink an external account</summary>
    /// <remarks>
    /// Needs a login of the last ten minutes, or the account's `password`. The last way in stays: without a password and
    /// without another external account it is refused.
    /// </remarks>
    [HttpPost("unlink")]
    [Success]
    [Refuses(AuthError.InvalidParameter, AuthError.LastWayIn, AuthError.RecentAuthenticationRequired)]
    [RefusesWrongProof]
    public async Task<IActionResult> UnlinkAsync([FromBody] UnlinkRequest request, CancellationToken cancellationToken) =>
        Reply(await logins.UnlinkAsync(request, AuthenticatedCaller, cancellationToken));
}
