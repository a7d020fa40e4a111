using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Application.StepUp;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>The authenticator app for the step-up.</summary>
[Route("user/totp")]
[RequireSession(Surface.Admin)]
public sealed class TotpController(TotpService totp) : AdminController
{
    /// <summary>Get a key for your authenticator app</summary>
    /// <remarks>
    /// Needs a dynamic secret: the person who enrols an app decides who can step up from then on, and a stolen token alone must
    /// not be enough for that. The key counts once it is confirmed; asking again replaces it.
    /// </remarks>
    [HttpPost("enroll")]
    [AllowBeforeAuthenticator]
    [RequireDynamicSecret]
    [Success<TotpKey>]
    [Refuses(AuthError.Conflict)]
    public async Task<IActionResult> EnrollAsync()
    {
        var enrolled = await totp.EnrollAsync(AuthenticatedCaller);
        return Changed(enrolled.Match<Result<TotpKey>>(key => new TotpKey(key.Secret, key.KeyUri, key.QrPicture), refusal => refusal));
    }

    /// <summary>Confirm the app with a code of it</summary>
    /// <remarks>From here on the code, and not the password, gets the dynamic secret. The ten recovery codes are shown once.</remarks>
    [HttpPost("confirm")]
    [AllowBeforeAuthenticator]
    [Success<RecoveryCodesOfUser>]
    [Refuses(AuthError.InvalidParameter)]
    [RefusesWrongProof]
    public async Task<IActionResult> ConfirmAsync([FromBody] TotpConfirmRequest request, CancellationToken cancellationToken) =>
        Changed(await totp.ConfirmAsync(request, AuthenticatedCaller, cancellationToken));

    /// <summary>Remove the app with a code of it, or with a recovery code</summary>
    /// <remarks>The code is the proof; who has lost the app could not get a dynamic secret. The password steps up again.</remarks>
    [HttpPost("remove")]
    [Success]
    [Refuses(AuthError.InvalidParameter)]
    [RefusesWrongProof]
    public async Task<IActionResult> RemoveAsync([FromBody] TotpRemoveRequest request, CancellationToken cancellationToken) =>
        Changed(await totp.RemoveAsync(request, AuthenticatedCaller, cancellationToken));
}

/// <summary>The key of an authenticator app, in three forms.</summary>
/// <param name="Secret">In Base32, to type.</param>
/// <param name="OtpauthUri">As an address that the app opens.</param>
/// <param name="QrCode">The address as a picture to scan: a PNG data URI.</param>
public sealed record TotpKey(string Secret, string OtpauthUri, string QrCode)
{
    /// <summary>Keeps the key out of logs.</summary>
    public override string ToString() => nameof(TotpKey);
}
