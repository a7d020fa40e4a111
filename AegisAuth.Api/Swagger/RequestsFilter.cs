using System.Text.Json.Nodes;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Api.Site;
using AegisAuth.Domain;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AegisAuth.Api.Swagger;

/// <summary>Documents what a request may bring: example bodies, headers, and the token.</summary>
internal sealed class RequestsFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var examples = OperationExamples.Of(operation.OperationId!);
        Prefill(operation, examples.Requests ?? []);
        if (metadata.OfType<FormBodyAttribute>().Any())
        {
            operation.RequestBody = FormOf(examples.Form!);
            operation.Security = [.. SecuritySchemes.OfPrograms(context.Document)];
        }

        if (metadata.OfType<RequireDynamicSecretAttribute>().Any())
        {
            Add(
                operation,
                "X-Dynamic-Secret",
                "The dynamic secret. Voluntary unless the operator demands it; a value that is sent must match."
            );
        }

        if (metadata.OfType<IdempotentAttribute>().Any())
        {
            Add(operation, "Idempotency-Key", "8 to 128 visible characters. The same request within a minute gets the first answer again.");
        }

        var path = context.ApiDescription.RelativePath!;
        foreach (
            var id in (operation.Parameters ?? [])
                .OfType<OpenApiParameter>()
                .Where(parameter => parameter.Name == "id" && path.StartsWith("user/manage/", StringComparison.Ordinal))
        )
        {
            var organisation = path.Contains("/organisations/", StringComparison.Ordinal);
            id.Description = organisation ? "The number of the organisation." : "The AegisSpeed ID of the account.";
            id.Example = organisation ? JsonValue.Create(1) : JsonValue.Create("ASD000004");
        }

        foreach (var token in metadata.OfType<TokenOfAttribute>())
        {
            operation.Security = [.. Tokens(token.Surface, isRequired: true, context.Document)];
        }

        foreach (var session in metadata.OfType<SessionAttribute>())
        {
            operation.Security = [.. Tokens(session.Surface, session.IsRequired, context.Document)];
        }
    }

    private static void Prefill(OpenApiOperation operation, IReadOnlyList<RequestExample> examples)
    {
        if (
            operation.RequestBody is not OpenApiRequestBody { Content: { } content } body
            || !content.TryGetValue("application/json", out var json)
        )
        {
            return;
        }

        // What is read is JSON; the other names that the framework lists for it only fill the page.
        body.Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = json };
        body.Required = true;
        ((OpenApiMediaType)json).Examples = examples.ToDictionary(
            example => example.Name,
            IOpenApiExample (example) =>
                new OpenApiExample
                {
                    Summary = example.Name,
                    Description = example.Description,
                    Value = example.Body,
                },
            StringComparer.Ordinal
        );
    }

    private static OpenApiRequestBody FormOf(IReadOnlyDictionary<string, string> fields)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(StringComparer.Ordinal) { "token" },
            Properties = fields.ToDictionary(
                field => field.Key,
                IOpenApiSchema (field) => new OpenApiSchema { Type = JsonSchemaType.String, Default = JsonValue.Create(field.Value) },
                StringComparer.Ordinal
            ),
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/x-www-form-urlencoded"] = new OpenApiMediaType { Schema = schema },
            },
        };
    }

    private static void Add(OpenApiOperation operation, string name, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }
        );
    }

    // Any one of them is enough.
    private static IEnumerable<OpenApiSecurityRequirement> Tokens(Surface surface, bool isRequired, OpenApiDocument document)
    {
        var names = surface == Surface.Admin ? SecuritySchemes.OfAdmin : SecuritySchemes.OfSite;
        foreach (var name in names)
        {
            yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] };
        }

        if (!isRequired)
        {
            yield return [];
        }
    }
}
