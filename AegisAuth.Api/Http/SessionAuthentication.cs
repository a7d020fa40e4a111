using AegisAuth.Api.Site;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Domain;

namespace AegisAuth.Api.Http;

/// <summary>The endpoint wants to know whose session the request belongs to.</summary>
internal abstract class SessionAttribute(Surface surface, bool isRequired) : Attribute
{
    public Surface Surface { get; } = surface;

    public bool IsRequired { get; } = isRequired;
}

/// <summary>The endpoint answers only the holder of a live session on this surface.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequireSessionAttribute(Surface surface) : SessionAttribute(surface, isRequired: true);

/// <summary>The endpoint answers everybody, and learns who is signed in where somebody is.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class AcceptSessionAttribute(Surface surface) : SessionAttribute(surface, isRequired: false);

/// <summary>The session must hold a dynamic secret that is alive.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequireDynamicSecretAttribute : Attribute;

/// <summary>The endpoint answers even while the password must be changed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllowBeforePasswordChangeAttribute : Attribute;

/// <summary>
/// Finds the session of a request, after routing and before anything reads the body. The order of the refusals is
/// the contract's: closed (earlier in the pipeline), token, password change, dynamic secret.
/// </summary>
internal sealed class SessionAuthentication(RequestDelegate next, DynamicSecret dynamicSecret)
{
    private const string SecretHeader = "X-Dynamic-Secret";

    public async Task InvokeAsync(HttpContext context, SessionService sessions)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<SessionAttribute>() is not { } session)
        {
            await next(context);
            return;
        }

        if (await FindAsync(context, session.Surface, sessions) is { } authenticated)
        {
            context.Identify(authenticated.AegisSpeedId);
            context.Features.Set(authenticated);
            if (WhyNot(context, metadata, authenticated) is { } error)
            {
                await Protocols.RefuseAsync(context, new Refusal(error));
                return;
            }
        }
        else if (session.IsRequired)
        {
            await Protocols.RefuseAsync(context, new Refusal(AuthError.TokenInvalid));
            return;
        }

        await next(context);
    }

    private static Task<AuthenticatedSession?> FindAsync(HttpContext context, Surface surface, SessionService sessions)
    {
        if (surface == Surface.Admin)
        {
            return sessions.FindAsync(BearerToken.Of(context.Request), surface, context.RequestAborted);
        }

        var token = SiteToken.Of(context.Request);
        context.Features.Set(token);
        return sessions.FindAsync(token?.Value, surface, context.RequestAborted);
    }

    private AuthError? WhyNot(HttpContext context, EndpointMetadataCollection metadata, AuthenticatedSession authenticated)
    {
        // Only a cookie is sent without the page's doing; the other tokens are known to nobody but their owner.
        if (context.Features.Get<SiteToken>() is { FromCookie: true } && SiteOrigin.MayBeForged(context.Request))
        {
            return AuthError.Forbidden;
        }

        if (authenticated.MustChangePassword && metadata.GetMetadata<AllowBeforePasswordChangeAttribute>() is null)
        {
            return AuthError.Forbidden;
        }

        return
            metadata.GetMetadata<RequireDynamicSecretAttribute>() is not null && !dynamicSecret.IsHeldBy(authenticated, Presented(context))
            ? AuthError.SecretInvalid
            : null;
    }

    // Sent twice, the two joined match nothing.
    private static string? Presented(HttpContext context) =>
        context.Request.Headers.TryGetValue(SecretHeader, out var values) ? values.ToString() : null;
}

internal static class AuthenticatedSessionOfRequest
{
    /// <summary>Who is signed in, at an endpoint that requires a session.</summary>
    public static AuthenticatedSession AuthenticatedSession(this HttpContext context) =>
        context.AuthenticatedSessionOrNull() ?? throw new InvalidOperationException("The endpoint does not require a session.");

    /// <summary>Who is signed in, at an endpoint that accepts a session; null for a stranger.</summary>
    public static AuthenticatedSession? AuthenticatedSessionOrNull(this HttpContext context) =>
        context.Features.Get<AuthenticatedSession>();
}
