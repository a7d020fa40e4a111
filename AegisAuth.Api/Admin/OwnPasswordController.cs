using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Admin;

/// <summary>The own password.</summary>
[Route("user/password")]
[RequireSession(Surface.Admin)]
public sealed class OwnPasswordController(OwnPasswordService passwords) : AdminController
{
    /// <summary>Change your own password</summary>
    /// <remarks>
    /// Ends every other session of yours, on `/user` and on `/api`, and the dynamic secret of this one. A new password
    /// that is refused is told why in `data.reason`. Where the password must be changed, nothing else answers before it.
    /// </remarks>
    [HttpPost]
    [AllowBeforePasswordChange]
    [Success]
    [RefusesWeakPassword]
    [RefusesWrongProof]
    [Refuses(AuthError.PasswordUnchanged)]
    public async Task<IActionResult> ChangeAsync([FromBody] OwnPasswordRequest request, CancellationToken cancellationToken) =>
        Changed(await passwords.ChangeAsync(request, AuthenticatedCaller, cancellationToken));
}
