using AegisAuth.Api.Http;
using AegisAuth.Api.Swagger;
using AegisAuth.Application.Account;
using AegisAuth.Application.Messages;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>Proof of e-mail addresses and phone numbers.</summary>
[Route("api/verify")]
[RequireSession(Surface.Site)]
public sealed class VerificationController(ContactVerification verification) : SiteController
{
    /// <summary>Send a code to the own e-mail address</summary>
    /// <remarks>In Development the message is at `/dev/outbox`.</remarks>
    [HttpPost("email")]
    [RequestExample("email", """{"email":"zhang.wei@example.com","password":"AegisSpeed-2026"}""")]
    [SuccessExample]
    [Refuses(AuthError.EmailInvalid, AuthError.PhoneInvalid, AuthError.ContactOutOfReach, AuthError.RecentAuthenticationRequired)]
    [RefusesWrongProof]
    public Task<IActionResult> AskEmailAsync([FromBody] VerifyRequest request, CancellationToken cancellationToken) =>
        AskAsync(ContactKind.Email, request, cancellationToken);

    /// <summary>Prove the own e-mail address with the code</summary>
    /// <remarks>
    /// Works once, for 24 hours, and only in a session of the user who asked: what follows links in a mailbox by
    /// itself uses nothing up and proves nothing.
    /// </remarks>
    /// <param name="token">The code in the message.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpGet("email")]
    [SuccessExample]
    [Refuses(AuthError.OneTimeCodeInvalid, AuthError.ContactTaken)]
    public Task<IActionResult> ConfirmEmailAsync([FromQuery] string? token, CancellationToken cancellationToken) =>
        ConfirmAsync(token, cancellationToken);

    /// <summary>Send a code to the own phone number</summary>
    /// <remarks>Needs a text message service to be registered; in Development the message is at `/dev/outbox`.</remarks>
    [HttpPost("phone")]
    [RequestExample("phone", """{"phone":"13800138000","password":"AegisSpeed-2026"}""")]
    [SuccessExample]
    [Refuses(AuthError.EmailInvalid, AuthError.PhoneInvalid, AuthError.ContactOutOfReach, AuthError.RecentAuthenticationRequired)]
    [RefusesWrongProof]
    public Task<IActionResult> AskPhoneAsync([FromBody] VerifyRequest request, CancellationToken cancellationToken) =>
        AskAsync(ContactKind.Phone, request, cancellationToken);

    /// <summary>Prove the own phone number with the code</summary>
    /// <remarks>Works once, for 24 hours, and only in a session of the user who asked.</remarks>
    /// <param name="token">The code in the message.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpGet("phone")]
    [SuccessExample]
    [Refuses(AuthError.OneTimeCodeInvalid, AuthError.ContactTaken)]
    public Task<IActionResult> ConfirmPhoneAsync([FromQuery] string? token, CancellationToken cancellationToken) =>
        ConfirmAsync(token, cancellationToken);

    private async Task<IActionResult> AskAsync(ContactKind kind, VerifyRequest request, CancellationToken cancellationToken) =>
        Reply(
            await verification.AskAsync(
                kind,
                request,
                HttpContext.AuthenticatedSession(),
                Caller,
                SiteLanguage.IsEnglish(Request),
                cancellationToken
            )
        );

    private async Task<IActionResult> ConfirmAsync(string? token, CancellationToken cancellationToken) =>
        Reply(await verification.ConfirmAsync(token, HttpContext.AuthenticatedSession(), Caller, cancellationToken));
}
