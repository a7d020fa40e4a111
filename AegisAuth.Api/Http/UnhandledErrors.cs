using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Api.Http;

/// <summary>The last resort: whatever went wrong, the client hears it in the envelope of the path, and nothing of ours.</summary>
internal sealed class UnhandledErrors(RequestDelegate next, ILogger<UnhandledErrors> logger)
{
    // What nginx writes to its log when the client has gone: nobody reads the answer.
    private const int ClientClosedRequest = 499;

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

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
            // Kestrel refuses the body while it is read: too large, or cut short.
            await Protocols.RefuseAsync(context, new Refusal(AuthError.MalformedRequest), e.StatusCode);
        }
        catch (DatabaseBusyException e) when (!context.Response.HasStarted)
        {
            logger.LogWarning(e, "The database was held by another program for too long");
            await AnswerAsync(context, new Refusal(AuthError.Busy, BusyPause));
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            logger.LogError(e, "Unhandled fault");
            await AnswerAsync(context, new Refusal(AuthError.Unexpected));
        }
    }

    private static async Task AnswerAsync(HttpContext context, Refusal refusal)
    {
        var kept = context.Response.Headers.ToArray();
        context.Response.Clear();
        foreach (var (name, value) in kept.Where(header => header.Key != "Set-Cookie"))
        {
            context.Response.Headers[name] = value;
        }

        context.Response.Headers.ContentLength = null;
        await Protocols.RefuseAsync(context, refusal);
    }
}
