using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Api.Admin;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Api.OAuth2;
using AegisAuth.Api.Site;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AegisAuth.Api.Swagger;

/// <summary>
/// Documents each answer of an endpoint with the very words of its protocol: the examples are made by the code that
/// makes the answers, so the two cannot differ.
/// </summary>
internal sealed class AnswersFilter(Protocols protocols) : IOperationFilter
{
    private const string Json = "application/json";
    private static readonly TimeSpan SomePause = TimeSpan.FromSeconds(30);

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var http = Request(context.ApiDescription.HttpMethod!, "/" + context.ApiDescription.RelativePath, metadata);
        operation.Responses = [];
        var protocol = protocols.Of(http.Request.Path);
        foreach (var success in metadata.OfType<SuccessExampleAttribute>())
        {
            var example = SuccessAnswer.Of(success, http.Request, protocol);
            var schema = AnswerTypes.Of(success, protocol) is { } type ? Schema(type, context) : AnswerSchema.Of(example);
            Add(operation, StatusCodes.Status200OK, new DocumentedAnswer("success", "Success", example, schema));
        }

        foreach (var lines in metadata.OfType<SuccessLinesAttribute>())
        {
            AddSuccess(operation, lines, context);
        }

        foreach (var error in ImpliedErrors.Of(operation, http.Request.Method, metadata).Distinct())
        {
            var answer = protocol.Refuse(Refusal(error), http);
            var type = answer.Body.GetType();
            var body = JsonSerializer.SerializeToNode(answer.Body, type, ApiJson.Options)!;
            Add(operation, answer.Status, new DocumentedAnswer(error.ToString(), Words(answer.Body), body, Schema(type, context)));
            AnswerHeaders.Add(operation.Responses[Key(answer.Status)], error);
        }

        foreach (var response in operation.Responses.Values)
        {
            if (response.Content?.TryGetValue(Json, out var json) == true)
            {
                TellApart(json.Examples!);
            }
        }

        AnswerHeaders.Add(operation.Responses, metadata);
    }

    // Several refusals may have one code and one sentence; in a list of examples each needs a label of its own.
    private static void TellApart(IDictionary<string, IOpenApiExample> examples)
    {
        foreach (var alike in examples.GroupBy(example => example.Value.Summary, StringComparer.Ordinal).Where(alike => alike.Count() > 1))
        {
            foreach (var (name, example) in alike)
            {
                ((OpenApiExample)example).Summary = $"{example.Summary} ({InWords(name)})";
            }
        }
    }

    // PasswordTooShort: password too short.
    private static string InWords(string name) =>
        string.Concat(name.Select((c, at) => char.IsUpper(c) ? (at == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>What a refusal is called in the list of examples: its code and its words.</summary>
    private static string Words(object envelope) =>
        envelope switch
        {
            IAdminOutcome admin => $"{admin.Code} {admin.Result}",
            OAuthErrorBody error => error.Error,
            ProblemDetailsBody problem => problem.Title,
            SiteEnvelope site => $"{site.Code.ToString(CultureInfo.InvariantCulture)} {site.Msg}",
            _ => "",
        };

    private static void AddSuccess(OpenApiOperation operation, SuccessLinesAttribute lines, OperationFilterContext context)
    {
        var line = JsonNode.Parse(lines.Line)!;
        operation.Responses![Key(StatusCodes.Status200OK)] = new OpenApiResponse
        {
            Description = ReasonPhrases.GetReasonPhrase(StatusCodes.Status200OK),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [JsonLines.ContentType] = new OpenApiMediaType
                {
                    Schema = lines.LineType is { } type ? Schema(type, context) : AnswerSchema.Of(line),
                    Examples = new Dictionary<string, IOpenApiExample>
                    {
                        ["success"] = new OpenApiExample { Summary = "One line", Value = line },
                    },
                },
            },
        };
    }

    private static void Add(OpenApiOperation operation, int status, DocumentedAnswer answer)
    {
        if (answer.Example is null)
        {
            operation.Responses![Key(status)] = new OpenApiResponse
            {
                Description = $"{ReasonPhrases.GetReasonPhrase(status)}, without a body",
            };
            return;
        }

        if (!operation.Responses!.TryGetValue(Key(status), out var response))
        {
            response = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [Json] = new OpenApiMediaType { Schema = answer.Schema, Examples = new Dictionary<string, IOpenApiExample>() },
                },
            };
            operation.Responses[Key(status)] = response;
        }

        ((OpenApiMediaType)response.Content![Json]).Examples![answer.Name] = new OpenApiExample
        {
            Summary = answer.Summary,
            Value = answer.Example,
        };
    }

    private static IOpenApiSchema Schema(Type type, OperationFilterContext context) =>
        context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static Refusal Refusal(AuthError error) => new(error, error == AuthError.TooManyAttempts ? SomePause : null);

    private sealed record DocumentedAnswer(string Name, string Summary, JsonNode? Example, IOpenApiSchema Schema);

    private static DefaultHttpContext Request(string method, string path, IList<object> metadata)
    {
        var http = new DefaultHttpContext { Request = { Method = method, Path = path } };
        http.SetEndpoint(new Endpoint(requestDelegate: null, new EndpointMetadataCollection(metadata), path));
        return http;
    }
}
