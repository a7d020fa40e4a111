using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Account;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Site;

/// <summary>Proof of e-mail addresses and phone numbers.</summary>
[Route("api/verify")]
[RequireSession(Surface.Site)]
public sealed class VerificationController(ContactVerification verification, ContactProof proofs, PhoneVerification phones) : SiteController
{
    /// <summary>Send a code to the own e-mail address</summary>
    /// <remarks>In Development the message is at `/dev/outbox`.</remarks>
    [HttpPost("email")]
    [Success]
    [Refuses(AuthError.EmailInvalid, AuthError.PhoneInvalid, AuthError.ContactOutOfReach, AuthError.RecentAuthenticationRequired)]
    [RefusesWrongProof]
    public async Task<IActionResult> AskEmailAsync([FromBody] VerifyRequest request, CancellationToken cancellationToken) =>
        Reply(await verification.AskAsync(request, AuthenticatedCaller, SiteLanguage.IsEnglish(Request), cancellationToken));

    /// <summary>Prove the own e-mail address with the code</summary>
    /// <remarks>
    /// Works once, for 24 hours, and only in a session of the user who asked: what follows links in a mailbox by
    /// itself uses nothing up and proves nothing.
    /// </remarks>
    /// <param name="token">The code in the message.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [HttpGet("email")]
    [Success]
    [Refuses(AuthError.OneTimeCodeInvalid, AuthError.TooManyAttempts, AuthError.Busy, AuthError.ContactTaken)]
    public async Task<IActionResult> ConfirmEmailAsync([FromQuery] string? token, CancellationToken cancellationToken) =>
        Reply(await proofs.ConfirmAsync(token, AuthenticatedCaller, cancellationToken));

    /// <summary>Send a code to the own phone number, or prove the number with it</summary>
    /// <remarks>
    /// Without `code`: sends six digits, which work once, for five minutes. With `code`: proves the number, in a session of
    /// the user who asked; a code of `POST /api/login/code` does so as well. In Development the message is at `/dev/outbox`.
    /// </remarks>
    [HttpPost("phone")]
    [Success]
    [Refuses(
        AuthError.EmailInvalid,
        AuthError.PhoneInvalid,
        AuthError.ContactOutOfReach,
        AuthError.RecentAuthenticationRequired,
        AuthError.TooManyMessages,
        AuthError.PhoneCodeInvalid,
        AuthError.ContactTaken
    )]
    [RefusesWrongProof]
    public async Task<IActionResult> PhoneAsync([FromBody] VerifyRequest request, CancellationToken cancellationToken) =>
        Reply(
            string.IsNullOrEmpty(request.Code)
                ? await phones.AskAsync(request, AuthenticatedCaller, SiteLanguage.IsEnglish(Request), cancellationToken)
                : await phones.ConfirmAsync(request, AuthenticatedCaller, cancellationToken)
        );
}
