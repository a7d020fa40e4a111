using System.Globalization;
using System.Text;
using AegisAuth.Api.Http;

namespace AegisAuth.Api.Simulator;

/// <summary>A refusal in Alipay's words.</summary>
internal sealed record AlipayError(string Code, string SubCode, string SubMessage);

/// <summary>
/// The envelope of Alipay's gateway: every request is signed by the merchant (RSA2), every answer by Alipay,
/// each with its own key.
/// </summary>
internal static class AlipayGateway
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    private static readonly (string Parameter, string SubCode)[] Required =
    [
        ("method", "isv.missing-method"),
        ("app_id", "isv.missing-app-id"),
        ("sign_type", "isv.missing-signature-type"),
        ("sign", "isv.missing-signature"),
        ("timestamp", "isv.missing-timestamp"),
        ("version", "isv.missing-version"),
    ];

    /// <summary>Alipay's clock: GMT+8 without saying so.</summary>
    internal static string Time(DateTimeOffset moment) =>
        moment.ToOffset(TimeSpan.FromHours(8)).ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The official client puts the common parameters in the query and the rest in the body; both count.</summary>
    internal static async Task<Dictionary<string, string>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var all = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadClientFormAsync(cancellationToken))
            {
                all[name] = value.ToString();
            }
        }

        return all;
    }

    /// <summary>Null when the request is complete, from our app, and signed by it.</summary>
    internal static AlipayError? Check(Dictionary<string, string> parameters)
    {
        foreach (var (parameter, subCode) in Required)
        {
            if (string.IsNullOrEmpty(parameters.GetValueOrDefault(parameter)))
            {
                return new("40001", subCode, $"缺少{parameter}参数");
            }
        }

        if (parameters["app_id"] != SimulatorKeys.AppId(SimulatedApp.Alipay))
        {
            return new("40002", "isv.invalid-app-id", "无效的AppID参数");
        }

        if (parameters["sign_type"] != "RSA2")
        {
            return new("40002", "isv.invalid-signature-type", "无效的签名类型");
        }

        if (parameters["version"] != "1.0")
        {
            return new("40002", "isv.invalid-parameter", "无效的version参数");
        }

        // How far the clocks may differ is not documented; the form is.
        if (!DateTime.TryParseExact(parameters["timestamp"], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return new("40002", "isv.invalid-timestamp", "非法的时间戳参数");
        }

        return SignedByMerchant(parameters) ? null : new("40002", "isv.invalid-signature", "无效签名");
    }

    internal static IResult Success(string node, object answer) => Sign(node, SimulatorAnswer.Text(answer));

    internal static IResult Error(AlipayError error) =>
        Sign(
            "error_response",
            SimulatorAnswer.Text(
                new
                {
                    code = error.Code,
                    msg = error.Code == "40001" ? "Missing Required Arguments" : "Invalid Arguments",
                    sub_code = error.SubCode,
                    sub_msg = error.SubMessage,
                }
            )
        );

    /// <summary>All parameters but the signature and the empty ones, sorted by name, values as they are.</summary>
    private static bool SignedByMerchant(Dictionary<string, string> parameters)
    {
        var text = string.Join(
            '&',
            parameters
                .Where(pair => pair.Key != "sign" && pair.Value.Length > 0)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}={pair.Value}")
        );
        var signature = new byte[512];
        return Convert.TryFromBase64String(parameters["sign"], signature, out var length)
            && SimulatorKeys.AlipayMerchant.Verify(Encoding.UTF8.GetBytes(text), signature[..length]);
    }

    /// <summary>The signature is over the node's text exactly as it stands in the answer.</summary>
    private static IResult Sign(string node, string text)
    {
        var signature = Convert.ToBase64String(SimulatorKeys.AlipayPlatform.Sign(Encoding.UTF8.GetBytes(text)));
        return Results.Text($$"""{"{{node}}":{{text}},"sign":"{{signature}}"}""", "text/html;charset=utf-8");
    }
}
