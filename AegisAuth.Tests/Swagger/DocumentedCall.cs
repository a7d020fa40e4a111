using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AegisAuth.Tests.Swagger;

/// <summary>One request as Swagger UI would send it unedited: an operation with one of its example bodies.</summary>
internal sealed record DocumentedCall(string Method, string Path, JsonElement Operation, string Name, JsonElement? Body)
{
    /// <summary>Where the documented example of its success is.</summary>
    public JsonElement Success => Operation.GetProperty("responses").GetProperty("200").Example("success");

    /// <summary>Whether its success is NDJSON, which wears no envelope.</summary>
    public bool AnswersLines =>
        Operation.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("application/x-ndjson", out _);

    /// <summary>Every operation of the surfaces that wear an envelope, with each of its bodies.</summary>
    public static IEnumerable<DocumentedCall> All(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        where path.Name.StartsWith("/user/", StringComparison.Ordinal) || path.Name.StartsWith("/api/", StringComparison.Ordinal)
        from operation in path.Value.EnumerateObject()
        from body in Bodies(operation.Value)
        select new DocumentedCall(operation.Name.ToUpperInvariant(), path.Name, operation.Value, body.Name, body.Value);

    /// <summary>The request, with the example of every parameter and nothing for those without.</summary>
    public HttpRequestMessage ToRequest(string? token)
    {
        var path = Path;
        var query = new List<string>();
        foreach (var parameter in Parameters())
        {
            var value = parameter.Value;
            if (parameter.In == "path")
            {
                path = path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal);
            }
            else if (parameter.In == "query" && value is not null)
            {
                query.Add($"{parameter.Name}={Uri.EscapeDataString(value)}");
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(Method), query.Count == 0 ? path : $"{path}?{string.Join('&', query)}");
        if (Body is { } body)
        {
            request.Content = new StringContent(body.GetRawText(), Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    public override string ToString() => Body is null ? $"{Method} {Path}" : $"{Method} {Path} ({Name})";

    private IEnumerable<(string Name, string In, string? Value)> Parameters() =>
        Operation.TryGetProperty("parameters", out var parameters)
            ? parameters
                .EnumerateArray()
                .Select(p =>
                    (
                        p.GetProperty("name").GetString()!,
                        p.GetProperty("in").GetString()!,
                        p.TryGetProperty("example", out var example) ? example.ToString() : null
                    )
                )
            : [];

    private static IEnumerable<(string Name, JsonElement? Value)> Bodies(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content")
                .GetProperty("application/json")
                .GetProperty("examples")
                .EnumerateObject()
                .Select(example => (example.Name, (JsonElement?)example.Value.GetProperty("value")))
            : [("", null)];
}

/// <summary>How examples are read.</summary>
internal static class DocumentedExamples
{
    /// <summary>The examples of an answer, by name.</summary>
    public static IEnumerable<JsonProperty> Examples(this JsonElement response) =>
        // JSON in an envelope, or lines of it without one: never both.
        response.GetProperty("content").EnumerateObject().Single().Value.GetProperty("examples").EnumerateObject();

    /// <summary>The value of one of them.</summary>
    public static JsonElement Example(this JsonElement response, string name) =>
        response.Examples().Single(example => example.Name == name).Value.GetProperty("value");
}
