using System.Text.Json.Nodes;
using AegisAuth.Api.Http;
using AegisAuth.Domain;
using Microsoft.OpenApi;

namespace AegisAuth.Api.Swagger;

/// <summary>The headers that answers carry beside their envelope.</summary>
internal static class AnswerHeaders
{
    private static readonly string[] Reasons =
    [
        .. Enum.GetValues<AuthError>()
            .Select(error => ErrorReasons.Of(error))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Those of every answer, and of every answer to a session of <c>/api</c>.</summary>
    public static void Add(OpenApiResponses responses, IList<object> metadata)
    {
        foreach (var response in responses.Values)
        {
            Set(response, ResponseHeaders.CorrelationId, "Ties the answer to the log; your own, where the request brought one.");
        }

        if (metadata.OfType<SessionAttribute>().Any(session => session.Surface == Surface.Site))
        {
            Set(responses["200"], "update-token", "A fresh token, where the one of the request has less than an hour left.");
        }
    }

    /// <summary>Those that belong to a refusal.</summary>
    public static void Add(IOpenApiResponse response, AuthError error)
    {
        Set(response, ErrorReasons.Header, "On a refusal: the reason as one word of a fixed set, for programs.", Reasons);
        if (error is AuthError.TooManyAttempts or AuthError.Busy or AuthError.Unavailable)
        {
            Set(response, "Retry-After", "After a pause or when too much waits: the seconds to wait.");
        }
    }

    private static void Set(IOpenApiResponse response, string name, string description, IEnumerable<string>? values = null)
    {
        var headers = ((OpenApiResponse)response).Headers ??= new Dictionary<string, IOpenApiHeader>();
        headers[name] = new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = values?.Select(value => (JsonNode)JsonValue.Create(value)).ToList(),
            },
        };
    }
}
