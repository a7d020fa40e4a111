using System.Text.Json.Serialization;
using AegisAuth.Api.Http;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Api.OAuth2;

/// <summary>What <c>/oauth2</c> says: the errors of RFC 6749, section 5.2.</summary>
internal sealed class OAuthProtocol : IProtocol
{
    public PathString Root => "/oauth2";

    public long MaxBodyBytes => 16 * 1024;

    public bool HidesAccounts => true;

    public string Challenge => "Basic realm=\"AegisAuth\", charset=\"UTF-8\"";

    public Answer Refuse(Refusal refusal, HttpContext context, int? status = null)
    {
        var (itsStatus, error, description) = Words(refusal.Error);
        return new Answer(status ?? itsStatus, new OAuthErrorBody(error, description));
    }

    private static (int Status, string Error, string? Description) Words(AuthError error) =>
        error switch
        {
            AuthError.ClientInvalid => (401, "invalid_client", null),
            AuthError.MalformedRequest => (400, "invalid_request", null),
            AuthError.InvalidParameter => (400, "invalid_request", "A parameter is missing or comes twice."),
            AuthError.EndpointClosed => (403, "access_denied", "The server has not opened this endpoint."),
            AuthError.TooManyAttempts => (429, "invalid_client", "Too many wrong secrets; see Retry-After."),
            AuthError.Busy or AuthError.Unavailable => (503, "temporarily_unavailable", null),
            // The rest belongs to logins; were it said here, it would be a fault of ours.
            _ => (500, "server_error", null),
        };
}

/// <summary>An error of RFC 6749, section 5.2.</summary>
/// <param name="Error">One of its words.</param>
/// <param name="ErrorDescription">What helps a developer; absent where the word says it all.</param>
public sealed record OAuthErrorBody(
    string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorDescription
);
