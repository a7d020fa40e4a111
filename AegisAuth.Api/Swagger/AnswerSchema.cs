using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace AegisAuth.Api.Swagger;

/// <summary>
/// The schema of an answer, read off its example: a test holds the members of the example to those of the real answer,
/// so the schema cannot differ from it either.
/// </summary>
internal static class AnswerSchema
{
    public static OpenApiSchema Of(JsonNode? example) =>
        example switch
        {
            JsonObject members => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = members.ToDictionary(
                    member => member.Key,
                    IOpenApiSchema (member) => Of(member.Value),
                    StringComparer.Ordinal
                ),
            },
            JsonArray items => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(items.FirstOrDefault()) },
            JsonValue value => OfValue(value),
            // Null here, something else at another time: any type.
            _ => new OpenApiSchema(),
        };

    private static OpenApiSchema OfValue(JsonValue value) =>
        value.GetValueKind() switch
        {
            JsonValueKind.String => new OpenApiSchema { Type = JsonSchemaType.String },
            JsonValueKind.Number => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
            JsonValueKind.True or JsonValueKind.False => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            _ => new OpenApiSchema(),
        };
}
