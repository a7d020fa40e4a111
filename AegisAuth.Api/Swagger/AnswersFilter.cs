using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Api.Http;
using AegisAuth.Application;
using AegisAuth.Domain;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AegisAuth.Api.Swagger;

/// <summary>
/// Documents each answer of an endpoint with the very words of its protocol: the examples are made by the code that
/// makes the answers, so the two cannot differ.
/// </summary>
internal sealed class AnswersFilter : IOperationFilter
{
    private const string Json = "application/json";
    private const string SecretHeader = "X-Dynamic-Secret";
    private static readonly TimeSpan SomePause = TimeSpan.FromSeconds(30);

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var http = Request("/" + context.ApiDescription.RelativePath, metadata);
        var refusals = Errors(operation, metadata)
            .Distinct()
            .Select(error => (error, Protocols.Of(http.Request.Path).Refuse(Refusal(error), http)));

        var success = metadata.OfType<SuccessExampleAttribute>().FirstOrDefault();
        operation.Responses = new OpenApiResponses
        {
            ["200"] = Response(success is null ? [] : [("Success", JsonNode.Parse(success.Json)!)]),
        };
        foreach (var answers in refusals.GroupBy(refusal => refusal.Item2.Status))
        {
            var key = answers.Key.ToString(CultureInfo.InvariantCulture);
            var examples = answers.Select(a =>
                (a.error.ToString(), JsonSerializer.SerializeToNode(a.Item2.Body, a.Item2.Body.GetType(), ApiJson.Options)!)
            );
            if (operation.Responses.TryGetValue(key, out var known))
            {
                Add((OpenApiMediaType)known.Content![Json], examples);
            }
            else
            {
                operation.Responses[key] = Response(examples, ReasonPhrases.GetReasonPhrase(answers.Key));
            }
        }

        Secure(operation, context, metadata);
    }

    private static void Secure(OpenApiOperation operation, OperationFilterContext context, IList<object> metadata)
    {
        if (!metadata.OfType<RequireSessionAttribute>().Any())
        {
            return;
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("Bearer", context.Document)] = [] }];
        if (metadata.OfType<RequireDynamicSecretAttribute>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = SecretHeader,
                    In = ParameterLocation.Header,
                    Description =
                        "The dynamic secret. Presenting it is voluntary unless the operator demands it; presented, it must match.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }
    }

    private static IEnumerable<AuthError> Errors(OpenApiOperation operation, IList<object> metadata)
    {
        yield return AuthError.EndpointClosed;
        if (metadata.OfType<RequireSessionAttribute>().Any())
        {
            yield return AuthError.TokenInvalid;
        }

        if (metadata.OfType<RequireDynamicSecretAttribute>().Any())
        {
            yield return AuthError.SecretInvalid;
        }

        if (operation.RequestBody is not null)
        {
            yield return AuthError.MalformedRequest;
        }

        foreach (var error in metadata.OfType<RefusesAttribute>().SelectMany(refuses => refuses.Errors))
        {
            yield return error;
        }

        yield return AuthError.Unexpected;
    }

    private static Refusal Refusal(AuthError error) => new(error, error == AuthError.TooManyAttempts ? SomePause : null);

    private static DefaultHttpContext Request(string path, IList<object> metadata)
    {
        var http = new DefaultHttpContext { Request = { Path = path } };
        http.SetEndpoint(new Endpoint(requestDelegate: null, new EndpointMetadataCollection(metadata), path));
        return http;
    }

    private static OpenApiResponse Response(IEnumerable<(string Name, JsonNode Value)> examples, string description = "Success")
    {
        var media = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } };
        Add(media, examples);
        return new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, IOpenApiMediaType> { [Json] = media },
        };
    }

    private static void Add(OpenApiMediaType media, IEnumerable<(string Name, JsonNode Value)> examples)
    {
        media.Examples ??= new Dictionary<string, IOpenApiExample>();
        foreach (var (name, value) in examples)
        {
            media.Examples[name] = new OpenApiExample { Value = value };
        }
    }
}
