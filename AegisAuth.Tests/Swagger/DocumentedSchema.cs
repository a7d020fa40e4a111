using System.Text.Json;

namespace AegisAuth.Tests.Swagger;

/// <summary>Holds an answer to its schema: members, required ones, null, types and closed values.</summary>
internal static class DocumentedSchema
{
    /// <summary>The schema of an answer of an operation.</summary>
    public static JsonElement Of(JsonElement operation, string status) =>
        operation.GetProperty("responses").GetProperty(status).GetProperty("content").EnumerateObject().First().Value.GetProperty("schema");

    /// <summary>What a value has that its schema does not allow, each with its place.</summary>
    public static IEnumerable<string> Faults(JsonElement document, JsonElement schema, JsonElement value, string place = "$")
    {
        if (schema.TryGetProperty("$ref", out var name))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1]);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            var isAllowed = !schema.TryGetProperty("type", out _) || (schema.TryGetProperty("nullable", out var n) && n.GetBoolean());
            return isAllowed ? [] : [$"{place} is null"];
        }

        if (schema.TryGetProperty("allOf", out var whole))
        {
            return Faults(document, whole[0], value, place);
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            return [$"{place} is {value}, which is none of its values"];
        }

        var type = schema.TryGetProperty("type", out var declared) ? declared.GetString() : null;
        return (type, value.ValueKind) switch
        {
            (null, _) => [],
            ("object", JsonValueKind.Object) => OfObject(document, schema, value, place),
            ("array", JsonValueKind.Array) => value
                .EnumerateArray()
                .SelectMany((item, at) => Faults(document, schema.GetProperty("items"), item, $"{place}[{at}]")),
            ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False) => [],
            ("integer", JsonValueKind.Number) when value.TryGetInt64(out _) => [],
            _ => [$"{place} is a {value.ValueKind}, not a {type}"],
        };
    }

    private static IEnumerable<string> OfObject(JsonElement document, JsonElement schema, JsonElement value, string place)
    {
        var hasMembers = schema.TryGetProperty("properties", out var members);
        foreach (var member in value.EnumerateObject())
        {
            if (!hasMembers || !members.TryGetProperty(member.Name, out var its))
            {
                yield return $"{place}.{member.Name} is not in the schema";
                continue;
            }

            foreach (var fault in Faults(document, its, member.Value, $"{place}.{member.Name}"))
            {
                yield return fault;
            }
        }

        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var missing in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
            {
                yield return $"{place}.{missing} is required and missing";
            }
        }
    }
}
