using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Api.Http;

/// <summary>Outside <c>/user</c> and <c>/api</c> errors are problem details (RFC 9457).</summary>
internal sealed class ProblemProtocol : IProtocol
{
    public PathString Root => "";

    public long MaxBodyBytes => 64 * 1024;

    public bool HidesAccounts => true;

    public Answer Refuse(Refusal refusal, HttpContext context, int? status = null)
    {
        var code = status ?? Status(refusal.Error);
        return new Answer(code, new ProblemDetailsBody(ReasonPhrases.GetReasonPhrase(code), code));
    }

    private static int Status(AuthError error) =>
        error switch
        {
            AuthError.TokenInvalid => StatusCodes.Status401Unauthorized,
            AuthError.Forbidden => StatusCodes.Status403Forbidden,
            AuthError.MalformedRequest or AuthError.InvalidParameter => StatusCodes.Status400BadRequest,
            AuthError.EndpointClosed => StatusCodes.Status403Forbidden,
            AuthError.Busy or AuthError.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
}

/// <summary>RFC 9457, 3.1: with the type <c>about:blank</c>, the title is the phrase of the status.</summary>
/// <param name="Title">The phrase of the status.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type"><c>about:blank</c>.</param>
internal sealed record ProblemDetailsBody(string Title, int Status, string Type = "about:blank");
