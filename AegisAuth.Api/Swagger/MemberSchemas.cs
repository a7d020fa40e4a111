using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AegisAuth.Api.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AegisAuth.Api.Swagger;

/// <summary>
/// Says of each member whether it is always there, whether it may be null, and which values it has, read off the very
/// types and options that the answers are written with.
/// </summary>
internal sealed class MemberSchemas(RequiredMembers required) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.MemberInfo is not null || schema is not OpenApiSchema { Properties.Count: > 0 } described)
        {
            return;
        }

        var isRequest = RequiredMembers.IsRequest(context.Type);
        var nullability = new NullabilityInfoContext();
        described.Required = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in ApiJson.Options.GetTypeInfo(context.Type).Properties)
        {
            if (member.AttributeProvider is not PropertyInfo property || !described.Properties!.TryGetValue(member.Name, out var its))
            {
                continue;
            }

            if (isRequest ? required.Has(context.Type, member.Name) : IsAlwaysThere(property))
            {
                described.Required.Add(member.Name);
            }

            var mayBeNull =
                !IsHeld(context.Type, property)
                && nullability.Create(property).ReadState == NullabilityState.Nullable
                && (isRequest ? !described.Required.Contains(member.Name) : IsAlwaysThere(property));
            if (its is OpenApiSchemaReference && mayBeNull)
            {
                described.Properties[member.Name] = new OpenApiSchema { Description = its.Description, OneOf = [its, Null()] };
            }
            else if (its is OpenApiSchema value)
            {
                Describe(value, mayBeNull, ClosedValues.Of(context.Type, member.Name));
            }
        }
    }

    // What an envelope holds is never null; reflection cannot tell that of a type parameter.
    private static bool IsHeld(Type type, PropertyInfo property) =>
        type.IsGenericType && type.GetGenericTypeDefinition().GetProperty(property.Name)?.PropertyType.IsGenericParameter == true;

    // What is left out when it is null is there or not, and never null.
    private static bool IsAlwaysThere(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is null or { Condition: JsonIgnoreCondition.Never };

    // In OpenAPI 3.0 nothing stands beside a reference, and nullable beside allOf lets no null through.
    private static OpenApiSchema Null() => new() { Type = JsonSchemaType.Object | JsonSchemaType.Null, Enum = [JsonNullSentinel.JsonNull] };

    private static void Describe(OpenApiSchema value, bool mayBeNull, IReadOnlyList<JsonNode> values)
    {
        if (value.Type is { } type)
        {
            value.Type = mayBeNull ? type | JsonSchemaType.Null : type & ~JsonSchemaType.Null;
        }

        if (values.Count > 0)
        {
            value.Enum = [.. values.Select(allowed => allowed.DeepClone())];
            if (mayBeNull)
            {
                value.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }
    }
}
