using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Api.Site;
using AegisAuth.Domain;
using Microsoft.OpenApi;

namespace AegisAuth.Api.Swagger;

/// <summary>Everything an endpoint refuses with, in the order in which it looks: what follows from its attributes, then its own.</summary>
internal static class ImpliedErrors
{
    public static IEnumerable<AuthError> Of(OpenApiOperation operation, string method, IList<object> metadata)
    {
        yield return AuthError.EndpointClosed;
        if (metadata.OfType<RequireSessionAttribute>().Any())
        {
            yield return AuthError.TokenInvalid;
        }

        if (MayBeForbidden(method, metadata))
        {
            yield return AuthError.Forbidden;
        }

        if (metadata.OfType<RequireDynamicSecretAttribute>().Any())
        {
            yield return AuthError.SecretInvalid;
        }

        if (operation.RequestBody is not null)
        {
            yield return AuthError.MalformedRequest;
        }

        if (metadata.OfType<IdempotentAttribute>().Any())
        {
            yield return AuthError.InvalidParameter;
            yield return AuthError.IdempotencyKeyReused;
            yield return AuthError.TooManyAttempts;
            yield return AuthError.Busy;
        }

        foreach (var error in metadata.OfType<RefusesAttribute>().SelectMany(refuses => refuses.Errors))
        {
            yield return error;
        }

        yield return AuthError.Unexpected;
    }

    // Another site's page, or a password that must be changed first.
    private static bool MayBeForbidden(string method, IList<object> metadata) =>
        metadata.OfType<OwnOriginAttribute>().Any()
        || (metadata.OfType<RequireSessionAttribute>().Any() && !metadata.OfType<AllowBeforePasswordChangeAttribute>().Any())
        || (metadata.OfType<SessionAttribute>().Any(session => session.Surface == Surface.Site) && HttpMethods.IsPost(method));
}
