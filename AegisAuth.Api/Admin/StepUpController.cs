using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.StepUp;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>Step-up: the dynamic secret.</summary>
[Route("user/login_admin_info/verify")]
[RequireSession(Surface.Admin)]
public sealed class StepUpController(DynamicSecretService secrets, PasskeyVerifier passkeys) : AdminController
{
    /// <summary>Prove your presence and get the dynamic secret (动态密令)</summary>
    /// <remarks>
    /// Send `user_password`; once an authenticator app is enrolled, send `totp_code` instead. A `passkey` counts in both cases. The secret belongs to
    /// this session and opens the guarded endpoints for ten minutes; a new one replaces it. Wrong proofs count like
    /// failed logins.
    /// </remarks>
    [HttpPost("get_secret_admin_password")]
    [AllowBeforeAuthenticator]
    [FaultResult("获取动态密令失败,服务器内部错误")]
    [Success<IssuedSecret>(Result = AdminEnvelope.Read)]
    [Refuses(AuthError.InvalidParameter, AuthError.PasskeyInvalid)]
    [RefusesWrongProof]
    public async Task<IActionResult> IssueAsync([FromBody] StepUpRequest request, CancellationToken cancellationToken) =>
        Read(await secrets.IssueAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Get the options to prove your presence with a passkey</summary>
    /// <remarks>
    /// `data` goes through `PublicKeyCredential.parseRequestOptionsFromJSON` into `navigator.credentials.get`; send the
    /// outcome as `passkey` in this session, within five minutes, once.
    /// </remarks>
    [HttpPost("passkey_options")]
    [AllowBeforeAuthenticator]
    [Success<PasskeyRequestOptions>(Result = AdminEnvelope.Read)]
    [Refuses(AuthError.EndpointClosed, AuthError.PasskeyInvalid)]
    public async Task<IActionResult> PasskeyOptionsAsync(CancellationToken cancellationToken)
    {
        var me = HttpContext.AuthenticatedSession();
        return Read(await passkeys.BeginAsync(PasskeyPlace.StepUp(me), me, cancellationToken));
    }
}
