using AegisAuth.Application;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Api.Http;

/// <summary>The last resort: whatever went wrong, the client hears it in the envelope of the path, and nothing of ours.</summary>
internal sealed class UnhandledErrors(RequestDelegate next, ILogger<UnhandledErrors> logger)
{
    // What nginx writes to its log when the client has gone: no client reads the answer.
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // The body is refused while it is read: too large, cut short, or by a client that is gone.
            await RefuseAsync(context, new Refusal(AuthError.MalformedRequest), e.StatusCode);
        }
        catch (DatabaseAwayException e) when (!context.Response.HasStarted)
        {
            // One line without a stack for each request: an outage has many, and they are all the same.
            logger.LogWarning("The database does not answer: {Reason}", e.InnerException!.Message);
            await RefuseAsync(context, new Refusal(AuthError.Unavailable, DatabaseAwayException.RetryAfter));
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            logger.LogError(e, "Unhandled fault");
            await RefuseAsync(context, new Refusal(AuthError.Unexpected));
        }
    }

    // What was begun of another answer must not go out with this one.
    private static async Task RefuseAsync(HttpContext context, Refusal refusal, int? status = null)
    {
        var kept = context.Response.Headers.ToArray();
        context.Response.Clear();
        foreach (var (name, value) in kept.Where(header => header.Key != "Set-Cookie"))
        {
            context.Response.Headers[name] = value;
        }

        context.Response.Headers.ContentLength = null;
        await Protocols.RefuseAsync(context, refusal, status);
    }
}
