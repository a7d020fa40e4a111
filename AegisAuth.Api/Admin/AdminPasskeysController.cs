using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.LinkedAccounts;
using AegisAuth.Application.Passkeys;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>The passkeys for the step-up.</summary>
[Route("user/passkeys")]
[RequireSession(Surface.Admin)]
public sealed class AdminPasskeysController(PasskeyGate gate, PasskeyService passkeys) : AdminController
{
    /// <summary>List your passkeys</summary>
    /// <remarks>The oldest first. `id` is what one is renamed and removed by.</remarks>
    [HttpGet]
    [Success<OwnPasskeys>]
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) =>
        Read<OwnPasskeys>(new OwnPasskeys(await passkeys.ListAsync(HttpContext.AuthenticatedSession(), cancellationToken)));

    /// <summary>Begin to add a passkey</summary>
    /// <remarks>
    /// Needs a dynamic secret. `data` goes through `PublicKeyCredential.parseCreationOptionsFromJSON` into
    /// `navigator.credentials.create`. Closed where `Site:PublicUrl` is not set.
    /// </remarks>
    [HttpPost("begin")]
    [RequireDynamicSecret]
    [Success<PasskeyCreationOptions>]
    [Refuses(AuthError.EndpointClosed, AuthError.PasskeyLimit)]
    public async Task<IActionResult> BeginAsync(CancellationToken cancellationToken) =>
        Changed(await gate.BeginAsync(password: null, AuthenticatedCaller, cancellationToken));

    /// <summary>Add the passkey</summary>
    /// <remarks>In the login that has begun, within five minutes, once.</remarks>
    [HttpPost("finish")]
    [RequireDynamicSecret]
    [Success<OwnPasskey>]
    [Refuses(AuthError.EndpointClosed, AuthError.PasskeyInvalid, AuthError.PasskeyLimit, AuthError.InvalidParameter)]
    public async Task<IActionResult> FinishAsync([FromBody] PasskeyFinishRequest request, CancellationToken cancellationToken) =>
        Changed(await gate.FinishAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Give a passkey another name</summary>
    /// <remarks>The name is for you alone: 1 to 64 characters. It changes nothing else.</remarks>
    /// <param name="id" example="5f0c1a7e9b3d4826a1c0e5f7b9d2346a">The `id` in the list.</param>
    /// <param name="request">The body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpPost("{id}/rename")]
    [Success]
    [Refuses(AuthError.InvalidParameter)]
    public async Task<IActionResult> RenameAsync(string id, [FromBody] PasskeyRenameRequest request, CancellationToken cancellationToken) =>
        Changed(await passkeys.RenameAsync(id, request.Name!, HttpContext.AuthenticatedSession(), cancellationToken));

    /// <summary>Remove a passkey</summary>
    /// <remarks>Needs a dynamic secret.</remarks>
    /// <param name="id" example="5f0c1a7e9b3d4826a1c0e5f7b9d2346a">The `id` in the list.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpPost("{id}/remove")]
    [RequireDynamicSecret]
    [Success]
    [Refuses(AuthError.InvalidParameter, AuthError.LastWayIn)]
    public async Task<IActionResult> RemoveAsync(string id, CancellationToken cancellationToken) =>
        Changed(await gate.RemoveAsync(id, password: null, AuthenticatedCaller, cancellationToken));
}

/// <summary>The passkeys of the caller.</summary>
/// <param name="Passkeys">The oldest first.</param>
public sealed record OwnPasskeys(IReadOnlyList<OwnPasskey> Passkeys);
