using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.LinkedAccounts;
using AegisAuth.Application.UserManagement;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>One account: where it is logged in, what it logs in with.</summary>
[Route("user/manage/users/{id}")]
[RequireSession(Surface.Admin)]
[RequireDynamicSecret]
public sealed class ManageUserInsightController(UserInsight insight, AuthenticatorReset authenticators, ManagedPasskeys passkeys)
    : AdminController
{
    /// <summary>List where an account is logged in</summary>
    /// <remarks>On `/user` (`admin`) and on `/api` (`site`), the last used first. Last use is exact to about a minute.</remarks>
    [HttpGet("sessions")]
    [Success<ManagedSessions>]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound)]
    public async Task<IActionResult> SessionsAsync(string id, CancellationToken cancellationToken) =>
        Read(await insight.SessionsAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>List what an account logs in with</summary>
    /// <remarks>Whether it has a password and an authenticator app, its external accounts and its passkeys, the oldest first.</remarks>
    [HttpGet("logins")]
    [Success<ManagedLogins>]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound)]
    public async Task<IActionResult> LoginsAsync(string id, CancellationToken cancellationToken) =>
        Read(await insight.LoginsAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>Take a passkey of an account away</summary>
    /// <remarks>
    /// For an owner who does not have the device any more: every session of the account ends. The only way into an account
    /// stays: `10013`; hand out a code with `reset-password` first.
    /// </remarks>
    /// <param name="id">The AegisSpeed ID of the account.</param>
    /// <param name="passkey" example="5f0c1a7e9b3d4826a1c0e5f7b9d2346a">The `id` in `passkeys` of `logins`.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpPost("passkeys/{passkey}/remove")]
    [Success]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden, AuthError.InvalidParameter, AuthError.LastWayIn)]
    public async Task<IActionResult> RemovePasskeyAsync(string id, string passkey, CancellationToken cancellationToken) =>
        Changed(await passkeys.RemoveAsync(id, passkey, AuthenticatedCaller, cancellationToken));

    /// <summary>Take the authenticator app of an account away</summary>
    /// <remarks>
    /// For an administrator who has lost the app and every recovery code: make sure who asks. Every session of the account
    /// ends, and the password steps up again.
    /// </remarks>
    [HttpPost("reset-authenticator")]
    [Success]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden)]
    public async Task<IActionResult> ResetAuthenticatorAsync(string id, CancellationToken cancellationToken) =>
        Changed(await authenticators.ResetAsync(id, AuthenticatedCaller, cancellationToken));
}
