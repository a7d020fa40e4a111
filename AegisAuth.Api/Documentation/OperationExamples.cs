using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Api.Http;

namespace AegisAuth.Api.Documentation;

/// <summary>
/// The examples of one operation, from the file <c>examples/{operationId}.json</c> beside this type. Requests work as they
/// stand on a freshly started service in Development, or say what they need.
/// </summary>
/// <param name="Requests">Bodies in JSON.</param>
/// <param name="Form">The fields of a form, where the endpoint reads one.</param>
/// <param name="Success">What a success brings: the <c>data</c> of its envelope, a line of NDJSON, else the whole body.</param>
internal sealed record OperationExamples(
    IReadOnlyList<RequestExample>? Requests = null,
    IReadOnlyDictionary<string, string>? Form = null,
    JsonNode? Success = null
)
{
    private static readonly OperationExamples None = new();

    /// <summary>Those of an operation; empty where it has no file.</summary>
    public static OperationExamples Of(string operationId)
    {
        using var file = typeof(OperationExamples).Assembly.GetManifestResourceStream($"examples/{operationId}.json");
        return file is null ? None : JsonSerializer.Deserialize<OperationExamples>(file, ApiJson.Options)!;
    }
}

/// <summary>The body of a request.</summary>
/// <param name="Name">Short, unique within the operation.</param>
/// <param name="Body">The JSON.</param>
/// <param name="Description">What to know before sending it.</param>
internal sealed record RequestExample(string Name, JsonNode Body, string? Description = null);
