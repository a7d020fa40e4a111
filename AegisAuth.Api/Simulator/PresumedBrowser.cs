using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// Reads the answer of <c>GET /api/google/url</c> as a browser would, and opens the authorize address in it. So
/// a demonstration code can be used right after that call, as in the examples of the API description, and yet
/// the id_token carries the nonce, and the token call is held to the challenge, of that very login.
/// </summary>
internal sealed class PresumedBrowser(RequestDelegate next, GoogleAuthorize authorize, ConsentDesk desk)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (
            !HttpMethods.IsGet(context.Request.Method)
            || !context.Request.Path.Equals("/api/google/url", StringComparison.OrdinalIgnoreCase)
        )
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        if (
            AuthorizeAddress(copy) is { } address
            && address.AbsolutePath.EndsWith(SimulatedApps.Root + GoogleAuthorize.Path, StringComparison.Ordinal)
            && authorize.Read(new QueryCollection(QueryHelpers.ParseQuery(address.Query))).Request is { } wanted
        )
        {
            desk.Open(wanted);
        }

        copy.Position = 0;
        await copy.CopyToAsync(body, context.RequestAborted);
    }

    private static Uri? AuthorizeAddress(MemoryStream answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.GetBuffer().AsMemory(0, (int)answer.Length));
            return
                json.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("url", out var url)
                && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address)
                ? address
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Not our business: the client that asked will see it.
            return null;
        }
    }
}
