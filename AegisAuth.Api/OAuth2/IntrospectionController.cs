using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Introspection;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.OAuth2;

/// <summary>What other programs ask about a token (RFC 7662).</summary>
[ApiController]
[Route("oauth2")]
[Produces("application/json")]
public sealed class IntrospectionController(
    ResourceServerAuthenticator servers,
    IntrospectionService introspection,
    IConfiguration configuration,
    TimeProvider time
) : ControllerBase
{
    /// <summary>Check a token</summary>
    /// <remarks>
    /// RFC 7662. The program authenticates with HTTP Basic or with `client_id` and `client_secret` in the form. A token that
    /// is unknown, expired, revoked, of another surface, or whose user is disabled or must change the password is
    /// `{"active":false}`, whichever it is. Do not keep an answer longer than a revocation may take to reach you.
    /// </remarks>
    [HttpPost("introspect")]
    [FormBody]
    [Success<InactiveToken>]
    [Refuses(AuthError.MalformedRequest, AuthError.InvalidParameter, AuthError.ClientInvalid, AuthError.TooManyAttempts)]
    public async Task<IActionResult> IntrospectAsync()
    {
        if ((await OAuthRequest.ReadAsync(HttpContext, servers)).IsRefused(out var refusal, out var asked))
        {
            return new RefusalResult(refusal);
        }

        var session = await introspection.FindAsync(asked.Token, asked.Server, HttpContext.RequestAborted);
        return session is null
            ? new JsonAnswer<InactiveToken>(InactiveToken.Instance)
            : new JsonAnswer<ActiveToken>(ActiveToken.Of(session, asked.Server, Issuer.Of(Request, configuration), time.GetUtcNow()));
    }
}
