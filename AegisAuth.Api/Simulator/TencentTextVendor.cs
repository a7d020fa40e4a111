using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AegisAuth.Api.Simulator;

/// <summary>Tencent Cloud <c>SendSms</c>: time, signature, application, signature text, template and variable.</summary>
internal sealed class TencentTextVendor(TextKeys keys, TextDesk desk, TimeProvider clock) : ISimulatedProvider
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sms/tencent/", SendAsync);

    private async Task<IResult> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string Header(string name) => request.Headers[name].ToString();
        IResult Refuse(string code) =>
            SimulatorAnswer.Json(new { Response = new { Error = new { Code = code, Message = code }, RequestId = TextDesk.NewId() } });
        var body = await TextDesk.BodyAsync(request, cancellationToken);
        if (
            !long.TryParse(Header("X-TC-Timestamp"), CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > 300
        )
        {
            return Refuse("AuthFailure.SignatureExpire");
        }

        var date = DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var canonical =
            $"POST\n/\n\ncontent-type:{request.ContentType?.ToLowerInvariant()}\nhost:{request.Host.Value?.ToLowerInvariant()}\n"
            + $"x-tc-action:{Header("X-TC-Action").ToLowerInvariant()}\n\ncontent-type;host;x-tc-action\n{TextDesk.Hex(SHA256.HashData(body))}";
        var scope = $"{date}/sms/tc3_request";
        var toSign = $"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{TextDesk.Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("TC3" + keys.TencentSecret);
        foreach (var part in (string[])[date, "sms", "tc3_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        var signature = TextDesk.Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        var expected =
            $"TC3-HMAC-SHA256 Credential={TextKeys.TencentId}/{scope}, SignedHeaders=content-type;host;x-tc-action, Signature={signature}";
        if (Header("Authorization") != expected)
        {
            return Refuse("AuthFailure.SignatureFailure");
        }

        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        if (root.GetProperty("SmsSdkAppId").GetString() != TextKeys.TencentApp || Header("X-TC-Region").Length == 0)
        {
            return Refuse("UnauthorizedOperation.SmsSdkAppIdVerifyFail");
        }

        var phone = root.GetProperty("PhoneNumberSet")[0].GetString()!;
        var code = desk.Judge(
            root.GetProperty("SignName").GetString()!,
            root.GetProperty("TemplateId").GetString()!,
            root.GetProperty("TemplateParamSet")[0].GetString(),
            phone,
            (
                "FailedOperation.SignatureIncorrectOrUnapproved",
                "FailedOperation.TemplateIncorrectOrUnapproved",
                "InvalidParameterValue.TemplateParameterFormatError",
                "LimitExceeded.PhoneNumberThirtySecondLimit",
                "Ok"
            )
        );
        var status = new
        {
            SerialNo = code == "Ok" ? TextDesk.NewId() : "",
            PhoneNumber = phone,
            Fee = code == "Ok" ? 1 : 0,
            Code = code,
        };
        return SimulatorAnswer.Json(new { Response = new { SendStatusSet = new[] { status }, RequestId = TextDesk.NewId() } });
    }
}
