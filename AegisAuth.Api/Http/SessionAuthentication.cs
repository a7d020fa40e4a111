using AegisAuth.Application;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Domain;

namespace AegisAuth.Api.Http;

/// <summary>The endpoint answers only the holder of a live session on this surface.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequireSessionAttribute(Surface surface) : Attribute
{
    public Surface Surface { get; } = surface;
}

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
        if (metadata?.GetMetadata<RequireSessionAttribute>() is not { } required)
        {
            await next(context);
            return;
        }

        var token = BearerToken.Of(context.Request);
        var signedIn = await sessions.FindAsync(token, required.Surface, context.RequestAborted);
        if (signedIn is null)
        {
            await Protocols.RefuseAsync(context, new Refusal(AuthError.TokenInvalid));
            return;
        }

        context.Items[RequestLog.UserId] = signedIn.AegisSpeedId.ToString();
        context.Features.Set(signedIn);
        if (signedIn.MustChangePassword && metadata.GetMetadata<AllowBeforePasswordChangeAttribute>() is null)
        {
            await Protocols.RefuseAsync(context, new Refusal(AuthError.Forbidden));
            return;
        }

        if (metadata.GetMetadata<RequireDynamicSecretAttribute>() is not null && !dynamicSecret.IsHeldBy(signedIn, Presented(context)))
        {
            await Protocols.RefuseAsync(context, new Refusal(AuthError.SecretInvalid));
            return;
        }

        await next(context);
    }

    // Sent twice, the two joined match nothing.
    private static string? Presented(HttpContext context) =>
        context.Request.Headers.TryGetValue(SecretHeader, out var values) ? values.ToString() : null;
}

internal static class SignedInOfRequest
{
    /// <summary>Who is signed in, at an endpoint that requires a session.</summary>
    public static SignedIn SignedIn(this HttpContext context) =>
        context.Features.Get<SignedIn>() ?? throw new InvalidOperationException("The endpoint does not require a session.");
}
