using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.UserManagement;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>Accounts, as far as the role of the caller reaches.</summary>
[Route("user/manage/users")]
[RequireSession(Surface.Admin)]
[RequireDynamicSecret]
public sealed class ManageUsersController(
    UserDirectory directory,
    UserCreation creation,
    UserManagementService management,
    ManagedErasure erasure
) : AdminController
{
    /// <summary>List accounts</summary>
    /// <remarks>
    /// 超级管理员 and 管理员 see every account, 组织管理员 those of its own organisation. `next` of a page is `after` of
    /// the one behind it, in the same order; `null` on the last page.
    /// </remarks>
    [HttpGet]
    [Success<Page<ManagedUser>>]
    [Refuses(AuthError.InvalidParameter, AuthError.MalformedRequest)]
    public async Task<IActionResult> ListAsync([FromQuery] ListUsersRequest request, CancellationToken cancellationToken) =>
        Read(await directory.ListAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Show one account</summary>
    /// <remarks>An account of another organisation does not exist for a 组织管理员: `10012`.</remarks>
    [HttpGet("{id}")]
    [Success<ManagedUser>]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound)]
    public async Task<IActionResult> FindAsync(string id, CancellationToken cancellationToken) =>
        Read(await directory.FindAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>Create an account</summary>
    /// <remarks>
    /// It gets the next AegisSpeed ID and no password: hand `set_password.code` to its owner, who sets one with
    /// `POST /user/password/reset`. A user name that is taken, whatever its case, is refused with `10013`.
    /// </remarks>
    [HttpPost]
    [Success<CreatedUser>]
    [Refuses(AuthError.UserNameInvalid, AuthError.InvalidParameter, AuthError.Forbidden, AuthError.UserNameTaken)]
    public async Task<IActionResult> CreateAsync([FromBody] CreateUserRequest request, CancellationToken cancellationToken) =>
        Changed(await creation.CreateAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Disable an account</summary>
    /// <remarks>No login succeeds any more, and every session ends at once. The last enabled 超级管理员 stays: `10013`.</remarks>
    [HttpPost("{id}/disable")]
    [Success]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden, AuthError.Conflict)]
    public async Task<IActionResult> DisableAsync(string id, CancellationToken cancellationToken) =>
        Changed(await management.DisableAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>Enable an account</summary>
    /// <remarks>Its owner logs in again with the password as it was.</remarks>
    [HttpPost("{id}/enable")]
    [Success]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden)]
    public async Task<IActionResult> EnableAsync(string id, CancellationToken cancellationToken) =>
        Changed(await management.EnableAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>End the pauses of an account</summary>
    /// <remarks>After repeated failures of its owner or of a stranger. A pause of an address stays.</remarks>
    [HttpPost("{id}/unlock")]
    [Success]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden)]
    public async Task<IActionResult> UnlockAsync(string id, CancellationToken cancellationToken) =>
        Changed(await management.UnlockAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>Erase an account</summary>
    /// <remarks>
    /// At once and for good, on its owner's demand: contacts, names, picture, resident number, external accounts,
    /// authenticators, sessions, and address and user agent in its lines of the audit log. Its number is never given out
    /// again. The last enabled 超级管理员 stays: `10013`.
    /// </remarks>
    [HttpPost("{id}/erase")]
    [Success]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden, AuthError.Conflict)]
    public async Task<IActionResult> EraseAsync(string id, CancellationToken cancellationToken) =>
        Changed(await erasure.EraseAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>Set role and organisation</summary>
    /// <remarks>
    /// Both are set: without `organisation_id` the account is in none. Every session of the account ends, and so does a
    /// code to set its password, from any administrator. The last enabled 超级管理员 stays one: `10013`.
    /// </remarks>
    [HttpPost("{id}/role")]
    [Success]
    [Refuses(AuthError.InvalidParameter, AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden, AuthError.Conflict)]
    public async Task<IActionResult> SetRoleAsync(string id, [FromBody] SetRoleRequest request, CancellationToken cancellationToken) =>
        Changed(await management.SetRoleAsync(id, request, AuthenticatedCaller, cancellationToken));

    /// <summary>Start a password reset</summary>
    /// <remarks>
    /// Ends every session of the account and returns a code for its owner, good once and for 24 hours, with which
    /// `POST /user/password/reset` sets a new password. An earlier code ends.
    /// </remarks>
    [HttpPost("{id}/reset-password")]
    [Success<ResetCode>]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden)]
    public async Task<IActionResult> ResetPasswordAsync(string id, CancellationToken cancellationToken) =>
        Changed(await management.ResetPasswordAsync(id, AuthenticatedCaller, cancellationToken));

    /// <summary>End every session of an account</summary>
    /// <remarks>On `/user` and on `/api`, from the next request on. Its owner may log in again.</remarks>
    [HttpPost("{id}/revoke-sessions")]
    [Success]
    [Refuses(AuthError.InvalidAegisSpeedId, AuthError.UserNotFound, AuthError.Forbidden)]
    public async Task<IActionResult> RevokeSessionsAsync(string id, CancellationToken cancellationToken) =>
        Changed(await management.RevokeSessionsAsync(id, AuthenticatedCaller, cancellationToken));
}
