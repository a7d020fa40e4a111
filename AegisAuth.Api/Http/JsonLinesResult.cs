using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace AegisAuth.Api.Http;

/// <summary>NDJSON: one JSON object a line, each line ended by a line feed.</summary>
internal static class JsonLines
{
    public const string ContentType = "application/x-ndjson";
}

/// <summary>Rows, one a line.</summary>
/// <typeparam name="T">A row.</typeparam>
internal sealed class JsonLinesResult<T>(IReadOnlyList<T> rows) : IActionResult
{
    private static readonly byte[] LineFeed = "\n"u8.ToArray();

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = JsonLines.ContentType + "; charset=utf-8";
        foreach (var row in rows)
        {
            await JsonSerializer.SerializeAsync(response.Body, row, ApiJson.Options, context.HttpContext.RequestAborted);
            await response.Body.WriteAsync(LineFeed, context.HttpContext.RequestAborted);
        }
    }
}
