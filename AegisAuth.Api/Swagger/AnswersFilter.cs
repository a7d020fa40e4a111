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
        foreach (var success in metadata.OfType<SuccessExampleAttribute>())
        {
            Add(
                operation,
                StatusCodes.Status200OK,
                "success",
                "Success",
                SuccessAnswer.Of(success, http.Request, protocols.Of(http.Request.Path))
            );
        }

        foreach (var lines in metadata.OfType<SuccessLinesAttribute>())
        {
            AddSuccess(operation, lines);
        }

        foreach (var error in ImpliedErrors.Of(operation, http.Request.Method, metadata).Distinct())
        {
            var answer = protocols.Of(http.Request.Path).Refuse(Refusal(error), http);
            var body = JsonSerializer.SerializeToNode(answer.Body, answer.Body.GetType(), ApiJson.Options)!;
            Add(operation, answer.Status, error.ToString(), Words(answer.Body), body);
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
            AdminLoginEnvelope login => $"{login.Code} {login.Result}",
            AdminEnvelope admin => $"{admin.Code} {admin.Result}",
            OAuthErrorBody error => error.Error,
            ProblemDetailsBody problem => problem.Title,
            SiteEnvelope site => $"{site.Code.ToString(CultureInfo.InvariantCulture)} {site.Msg}",
            _ => "",
        };

    private static void AddSuccess(OpenApiOperation operation, SuccessLinesAttribute lines)
    {
        var line = JsonNode.Parse(lines.Line)!;
        operation.Responses![Key(StatusCodes.Status200OK)] = new OpenApiResponse
        {
            Description = ReasonPhrases.GetReasonPhrase(StatusCodes.Status200OK),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [JsonLines.ContentType] = new OpenApiMediaType
                {
                    Schema = AnswerSchema.Of(line),
                    Examples = new Dictionary<string, IOpenApiExample>
                    {
                        ["success"] = new OpenApiExample { Summary = "One line", Value = line },
                    },
                },
            },
        };
    }

    private static void Add(OpenApiOperation operation, int status, string name, string summary, JsonNode? example)
    {
        if (example is null)
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
                    [Json] = new OpenApiMediaType
                    {
                        Schema = AnswerSchema.Of(example),
                        Examples = new Dictionary<string, IOpenApiExample>(),
                    },
                },
            };
            operation.Responses[Key(status)] = response;
        }

        ((OpenApiMediaType)response.Content![Json]).Examples![name] = new OpenApiExample { Summary = summary, Value = example };
    }

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static Refusal Refusal(AuthError error) => new(error, error == AuthError.TooManyAttempts ? SomePause : null);

    private static DefaultHttpContext Request(string method, string path, IList<object> metadata)
    {
        var http = new DefaultHttpContext { Request = { Method = method, Path = path } };
        http.SetEndpoint(new Endpoint(requestDelegate: null, new EndpointMetadataCollection(metadata), path));
        return http;
    }
}
