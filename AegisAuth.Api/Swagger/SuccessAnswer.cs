using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Api.Admin;
using AegisAuth.Api.Http;
using AegisAuth.Api.Site;

namespace AegisAuth.Api.Swagger;

/// <summary>A success in the envelope of its path, made of the very types that answer.</summary>
internal static class SuccessAnswer
{
    public static JsonNode Of(SuccessExampleAttribute example, HttpRequest request)
    {
        var data = example.Data is null ? null : JsonNode.Parse(example.Data);
        object envelope = Protocols.Of(request.Path) switch
        {
            SiteProtocol => new SiteEnvelope(SiteEnvelope.SuccessCode, "", data),
            AdminLoginProtocol => new AdminLoginEnvelope(
                StatusCodes.Status200OK,
                Examples.Token,
                AdminEnvelope.SuccessCode,
                AdminLoginEnvelope.Success,
                data ?? new JsonObject()
            ),
            _ => new AdminEnvelope(
                StatusCodes.Status200OK,
                AdminEnvelope.SuccessCode,
                example.Result ?? (HttpMethods.IsGet(request.Method) ? AdminEnvelope.Read : AdminEnvelope.Changed),
                data ?? new JsonObject()
            ),
        };
        return JsonSerializer.SerializeToNode(envelope, envelope.GetType(), ApiJson.Options)!;
    }
}
