using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Http;

/// <summary>
/// A success as JSON, written at once and with its length. The results of MVC choose a formatter and a character set for each
/// answer; here both are settled.
/// </summary>
internal sealed class JsonAnswer<T>(T body) : IActionResult
    where T : class
{
    public Task ExecuteResultAsync(ActionContext context) => context.HttpContext.WriteJsonAsync(body, JsonAnswers.ContentType);
}

internal static class JsonAnswers
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Writes the whole body of an answer.</summary>
    public static async Task WriteJsonAsync(this HttpContext context, object body, string contentType)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ApiJson.Options);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
