using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Introspection;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.OAuth2;

/// <summary>How other programs end a token (RFC 7009).</summary>
[ApiController]
[Route("oauth2")]
[Produces("application/json")]
public sealed class RevocationController(ResourceServerAuthenticator servers, TokenRevocation revocation) : ControllerBase
{
    /// <summary>End a token</summary>
    /// <remarks>
    /// RFC 7009. Ends the login behind the token with all its renewals, on every node. The answer is 200 and empty whatever
    /// the token was.
    /// </remarks>
    [HttpPost("revoke")]
    [FormBody]
    [Success]
    [Refuses(AuthError.MalformedRequest, AuthError.InvalidParameter, AuthError.ClientInvalid, AuthError.TooManyAttempts)]
    public async Task<IActionResult> RevokeAsync()
    {
        if ((await OAuthRequest.ReadAsync(HttpContext, servers)).IsRefused(out var refusal, out var asked))
        {
            return new RefusalResult(refusal);
        }

        await revocation.RevokeAsync(asked.Token, asked.Server, HttpContext.Caller(), HttpContext.RequestAborted);
        return new EmptyResult();
    }
}
