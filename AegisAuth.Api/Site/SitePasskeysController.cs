using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.LinkedAccounts;
using AegisAuth.Application.Passkeys;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>The passkeys that open the own account.</summary>
[Route("api/user/passkeys")]
[RequireSession(Surface.Site)]
public sealed class SitePasskeysController(PasskeyGate gate, PasskeyService passkeys) : SiteController
{
    /// <summary>List the passkeys</summary>
    /// <remarks>The oldest first. `id` is what one is renamed and removed by.</remarks>
    [HttpGet]
    [Success<IReadOnlyList<OwnPasskey>>]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) =>
        Success(await passkeys.ListAsync(HttpContext.AuthenticatedSession(), cancellationToken));

    /// <summary>Begin to add a passkey</summary>
    /// <remarks>
    /// `data` goes through `PublicKeyCredential.parseCreationOptionsFromJSON` into `navigator.credentials.create`. Needs a
    /// login of the last ten minutes, or the account's `password`. Closed where `Site:PublicUrl` is not set. An account with
    /// an admin role adds, and removes, its passkeys at `/user/passkeys`.
    /// </remarks>
    [HttpPost("begin")]
    [Success<PasskeyCreationOptions>]
    [Refuses(AuthError.EndpointClosed, AuthError.PasskeyLimit, AuthError.RecentAuthenticationRequired, AuthError.Forbidden)]
    [RefusesWrongProof]
    public async Task<IActionResult> BeginAsync([FromBody] PasskeyProofRequest request, CancellationToken cancellationToken) =>
        Reply(await gate.BeginAsync(request.Password, AuthenticatedCaller, cancellationToken));

    /// <summary>Add the passkey</summary>
    /// <remarks>In the login that has begun, within five minutes, once.</remarks>
    [HttpPost("finish")]
    [Success<OwnPasskey>]
    [Refuses(AuthError.EndpointClosed, AuthError.PasskeyInvalid, AuthError.PasskeyLimit, AuthError.InvalidParameter, AuthError.Forbidden)]
    public async Task<IActionResult> FinishAsync([FromBody] PasskeyFinishRequest request, CancellationToken cancellationToken) =>
        Reply(await gate.FinishAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Give a passkey another name</summary>
    /// <remarks>The name is for you alone: 1 to 64 characters. It changes nothing else.</remarks>
    /// <param name="id" example="5f0c1a7e9b3d4826a1c0e5f7b9d2346a">The `id` in the list.</param>
    /// <param name="request">The body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpPost("{id}/rename")]
    [Success]
    [Refuses(AuthError.InvalidParameter)]
    public async Task<IActionResult> RenameAsync(string id, [FromBody] PasskeyRenameRequest request, CancellationToken cancellationToken) =>
        Reply(await passkeys.RenameAsync(id, request.Name!, HttpContext.AuthenticatedSession(), cancellationToken));

    /// <summary>Remove a passkey</summary>
    /// <remarks>Needs a login of the last ten minutes, or the account's `password`. The last way in stays.</remarks>
    /// <param name="id" example="5f0c1a7e9b3d4826a1c0e5f7b9d2346a">The `id` in the list.</param>
    /// <param name="request">The body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpPost("{id}/remove")]
    [Success]
    [Refuses(AuthError.InvalidParameter, AuthError.LastWayIn, AuthError.RecentAuthenticationRequired, AuthError.Forbidden)]
    [RefusesWrongProof]
    public async Task<IActionResult> RemoveAsync(string id, [FromBody] PasskeyProofRequest request, CancellationToken cancellationToken) =>
        Reply(await gate.RemoveAsync(id, request.Password, AuthenticatedCaller, cancellationToken));
}
