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
    private const string Token = "aegis_Vd9kq0nQm3yq8eJQ2vK5sT1xZr7uWc4bLhFgYpXoNEs";

    /// <summary>The answer; null for one without a body.</summary>
    public static JsonNode? Of(SuccessAttribute success, JsonNode? data, HttpRequest request, IProtocol protocol)
    {
        if (protocol is OAuthProtocol or ProblemProtocol)
        {
            return data;
        }

        object envelope = protocol switch
        {
            SiteProtocol => new SiteEnvelope<JsonNode>(SiteEnvelope.SuccessCode, "", data),
            AdminLoginProtocol => new AdminLoginEnvelope<JsonNode>(
                StatusCodes.Status200OK,
                Token,
                AdminEnvelope.SuccessCode,
                AdminLoginEnvelope.Success,
                data ?? new JsonObject()
            ),
            _ => new AdminEnvelope<JsonNode>(
                StatusCodes.Status200OK,
                AdminEnvelope.SuccessCode,
                success.Result ?? (HttpMethods.IsGet(request.Method) ? AdminEnvelope.Read : AdminEnvelope.Changed),
                data ?? new JsonObject()
            ),
        };
        return JsonSerializer.SerializeToNode(envelope, envelope.GetType(), ApiJson.Options)!;
    }
}
