using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Api.Admin;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Api.OAuth2;
using AegisAuth.Api.Site;

namespace AegisAuth.Api.Swagger;

/// <summary>A success in the envelope of its path, made of the very types that answer.</summary>
internal static class SuccessAnswer
{
    /// <summary>The answer; null for one without a body.</summary>
    public static JsonNode? Of(SuccessExampleAttribute example, HttpRequest request, IProtocol protocol)
    {
        var data = example.Data is null ? null : JsonNode.Parse(example.Data);
        if (protocol is OAuthProtocol or ProblemProtocol)
        {
            return data;
        }

        object envelope = protocol switch
        {
            SiteProtocol => new SiteEnvelope<JsonNode>(SiteEnvelope.SuccessCode, "", data),
            AdminLoginProtocol => new AdminLoginEnvelope<JsonNode>(
                StatusCodes.Status200OK,
                Examples.Token,
                AdminEnvelope.SuccessCode,
                AdminLoginEnvelope.Success,
                data ?? new JsonObject()
            ),
            _ => new AdminEnvelope<JsonNode>(
                StatusCodes.Status200OK,
                AdminEnvelope.SuccessCode,
                example.Result ?? (HttpMethods.IsGet(request.Method) ? AdminEnvelope.Read : AdminEnvelope.Changed),
                data ?? new JsonObject()
            ),
        };
        return JsonSerializer.SerializeToNode(envelope, envelope.GetType(), ApiJson.Options)!;
    }
}
