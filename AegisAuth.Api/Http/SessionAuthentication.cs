using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
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

/// <summary>The endpoint answers every caller; a valid token tells it which user is signed in.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class AcceptSessionAttribute(Surface surface) : SessionAttribute(surface, isRequired: false);

/// <summary>The session must hold a dynamic secret that is alive.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequireDynamicSecretAttribute : Attribute;

/// <summary>The endpoint answers even while the password must be changed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllowBeforePasswordChangeAttribute : Attribute;

/// <summary>The endpoint answers even while an authenticator app must be enrolled: what enrols one, and what ends the session.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllowBeforeAuthenticatorAttribute : Attribute;

/// <summary>
/// Finds the session of a request, after routing and before anything reads the body. The order of the refusals is
/// the contract's: closed (earlier in the pipeline), token, password change, authenticator, dynamic secret.
/// </summary>
internal sealed class SessionAuthentication(
    RequestDelegate next,
    SessionFinder sessions,
    IEnumerable<ISessionTokenReader> tokenReaders,
    DynamicSecret dynamicSecret,
    PasswordDemand passwords,
    AuthenticatorDemand demand
)
{
    private const string SecretHeader = "X-Dynamic-Secret";

    private readonly Dictionary<Surface, ISessionTokenReader> _readers = tokenReaders.ToDictionary(reader => reader.Surface);

    public async Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<SessionAttribute>() is not { } session)
        {
            await next(context);
            return;
        }

        if (await FindAsync(context, session.Surface) is { } authenticated)
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

    private ValueTask<AuthenticatedSession?> FindAsync(HttpContext context, Surface surface)
    {
        var token = _readers[surface].Read(context.Request);
        context.Features.Set(token);
        return sessions.FindAsync(token?.Value, surface, context.RequestAborted);
    }

    private AuthError? WhyNot(HttpContext context, EndpointMetadataCollection metadata, AuthenticatedSession authenticated)
    {
        // Only a cookie is sent without the page's doing; the other tokens are known to their owner only.
        if (context.Features.Get<SessionToken>() is { FromCookie: true } && _readers[authenticated.Surface].MayBeForged(context.Request))
        {
            return AuthError.Forbidden;
        }

        if (passwords.Concerns(authenticated))
        {
            if (metadata.GetMetadata<AllowBeforePasswordChangeAttribute>() is null)
            {
                return AuthError.Forbidden;
            }
        }
        // The password first: it is what the app is enrolled with.
        else if (demand.Concerns(authenticated) && metadata.GetMetadata<AllowBeforeAuthenticatorAttribute>() is null)
        {
            return AuthError.AuthenticatorRequired;
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

    /// <summary>The same, and where the request comes from.</summary>
    public static AuthenticatedCaller AuthenticatedCaller(this HttpContext context) =>
        new(context.AuthenticatedSession(), context.Caller());

    /// <summary>Who is signed in, at an endpoint that accepts a session; null for a stranger.</summary>
    public static AuthenticatedSession? AuthenticatedSessionOrNull(this HttpContext context) =>
        context.Features.Get<AuthenticatedSession>();
}
