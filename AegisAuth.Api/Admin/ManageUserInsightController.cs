using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.UserManagement;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>One account: where it is logged in, what it logs in with.</summary>
[Route("user/manage/users/{id}")]
[RequireSession(Surface.Admin)]
[RequireDynamicSecret]
public sealed class ManageUserInsightController(UserInsight insight, AuthenticatorReset authenticators) : AdminController
{
    /// <summary>List where an account is logged in</summary>
    /// <remarks>On `/user` (`admin`) and on `/api` (`site`), the last used first. Last use is exact to about a minute.</remarks>
    [HttpGet("sessions")]
    [Success<ManagedSessions>]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound)]
    public async Task<IActionResult> SessionsAsync(string id, CancellationToken cancellationToken) =>
        Read(await insight.SessionsAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>List what an account logs in with</summary>
    /// <remarks>Whether it has a password and an authenticator app, and its external accounts, the oldest first.</remarks>
    [HttpGet("logins")]
    [Success<ManagedLogins>]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound)]
    public async Task<IActionResult> LoginsAsync(string id, CancellationToken cancellationToken) =>
        Read(await insight.LoginsAsync(id, AuthenticatedCaller, cancellationToken));

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
