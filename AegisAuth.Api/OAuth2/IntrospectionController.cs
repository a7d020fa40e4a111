using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Application.Introspection;
using AegisAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.OAuth2;

/// <summary>What other programs ask about a token.</summary>
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
    [FormBody("token=aegis_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&client_id=demo&client_secret=demo-secret")]
    [SuccessExample<InactiveToken>(Examples.InactiveToken)]
    [Refuses(AuthError.MalformedRequest, AuthError.InvalidParameter, AuthError.ClientInvalid, AuthError.TooManyAttempts)]
    public async Task<IActionResult> IntrospectAsync(CancellationToken cancellationToken)
    {
        if ((await OAuthRequest.ReadAsync(HttpContext, servers, cancellationToken)).IsRefused(out var refusal, out var asked))
        {
            return new RefusalResult(refusal);
        }

        var session = await introspection.FindAsync(asked.Token, asked.Server, cancellationToken);
        return session is null
            ? Ok(InactiveToken.Instance)
            : Ok(ActiveToken.Of(session, asked.Server, Issuer.Of(Request, configuration), time.GetUtcNow()));
    }

    /// <summary>End a token</summary>
    /// <remarks>
    /// RFC 7009. Ends the login behind the token with all its renewals, on every node. The answer is 200 and empty whatever
    /// the token was.
    /// </remarks>
    [HttpPost("revoke")]
    [FormBody("token=aegis_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&client_id=demo&client_secret=demo-secret")]
    [SuccessExample]
    [Refuses(AuthError.MalformedRequest, AuthError.InvalidParameter, AuthError.ClientInvalid, AuthError.TooManyAttempts)]
    public async Task<IActionResult> RevokeAsync(CancellationToken cancellationToken)
    {
        if ((await OAuthRequest.ReadAsync(HttpContext, servers, cancellationToken)).IsRefused(out var refusal, out var asked))
        {
            return new RefusalResult(refusal);
        }

        await introspection.RevokeAsync(asked.Token, asked.Server, HttpContext.Caller(), cancellationToken);
        return new EmptyResult();
    }
}
