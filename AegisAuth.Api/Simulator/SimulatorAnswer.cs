using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace AegisAuth.Api.Simulator;

/// <summary>How providers answer: compact JSON, Chinese as it is, members without a value left out.</summary>
internal static class SimulatorAnswer
{
    private static readonly JsonSerializerOptions Wire = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static string Text(object answer) => JsonSerializer.Serialize(answer, Wire);

    internal static IResult Json(object answer, int status = StatusCodes.Status200OK) =>
        Results.Text(Text(answer), "application/json; charset=utf-8", statusCode: status);

    /// <summary>Tencent declares its JSON as text: plain at WeChat, html at QQ.</summary>
    internal static IResult JsonAs(string contentType, object answer) => Results.Text(Text(answer), contentType);
}
