using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Outbox;
using AegisAuth.Application.Messages;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// The three gateways for text messages. Each checks what the real one checks: signature, time, template, form of the
/// variable, and the limit of a number. What it accepts lies in the outbox.
/// </summary>
internal sealed class TextVendor(TextKeys keys, DevelopmentOutbox outbox, TimeProvider clock) : IVendor
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly BoundedStore<object> _nonces = new(clock, capacity: 10_000);
    private readonly BoundedStore<object> _numbers = new(clock, capacity: 10_000);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sms/aliyun/", AliyunAsync);
        routes.MapPost("/sms/tencent/", TencentAsync);
        routes.MapPost("/sms/http", HttpAsync);
    }

    private async Task<IResult> AliyunAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string Header(string name) => request.Headers[name].ToString();
        IResult Refuse(int status, string code) =>
            Answer.Json(new { RequestId = NewId(), HostId = request.Host.Value, Code = code, Message = code }, status);
        // Written from the vendor's page, not from our sender: one side's misreading does not hide the other's.
        string[] names = ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"];
        var body = await BodyAsync(request, cancellationToken);
        var lines = string.Concat(names.Select(name => $"{name}:{Header(name).Trim()}\n"));
        var canonical = string.Join(
            '\n',
            "POST",
            "/",
            request.QueryString.Value?.TrimStart('?') ?? "",
            lines,
            string.Join(';', names),
            Hex(SHA256.HashData(body))
        );
        var toSign = "ACS3-HMAC-SHA256\n" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var signature = Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(keys.AliyunSecret), Encoding.UTF8.GetBytes(toSign)));
        var expected =
            $"ACS3-HMAC-SHA256 Credential={TextKeys.AliyunId},SignedHeaders={string.Join(';', names)},Signature={signature}";
        if (!Header("Authorization").Contains($"Credential={TextKeys.AliyunId},", StringComparison.Ordinal))
        {
            return Refuse(404, "InvalidAccessKeyId.NotFound");
        }

        if (Header("Authorization") != expected || request.ContentType is not null)
        {
            return Refuse(400, "SignatureDoesNotMatch");
        }

        if (
            !DateTimeOffset.TryParseExact(
                Header("x-acs-date"),
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var date
            ) || (clock.GetUtcNow() - date).Duration() > TimeSpan.FromMinutes(15)
        )
        {
            return Refuse(400, "InvalidTimeStamp.Expired");
        }

        var nonce = Header("x-acs-signature-nonce");
        if (_nonces.Find(nonce) is not null)
        {
            return Refuse(400, "SignatureNonceUsed");
        }

        _nonces.Put(nonce, nonce, TimeSpan.FromMinutes(15));
        var code = Judge(
            request.Query["SignName"].ToString(),
            request.Query["TemplateCode"].ToString(),
            CodeOf(request.Query["TemplateParam"].ToString()),
            "+86" + request.Query["PhoneNumbers"],
            ("isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.BUSINESS_LIMIT_CONTROL", "OK")
        );
        return Answer.Json(new { Code = code, Message = code, BizId = code == "OK" ? NewId() : null, RequestId = NewId() });
    }

    private async Task<IResult> TencentAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string Header(string name) => request.Headers[name].ToString();
        IResult Refuse(string code) => Answer.Json(new { Response = new { Error = new { Code = code, Message = code }, RequestId = NewId() } });
        var body = await BodyAsync(request, cancellationToken);
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
            + $"x-tc-action:{Header("X-TC-Action").ToLowerInvariant()}\n\ncontent-type;host;x-tc-action\n{Hex(SHA256.HashData(body))}";
        var scope = $"{date}/sms/tc3_request";
        var toSign = $"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("TC3" + keys.TencentSecret);
        foreach (var part in (string[])[date, "sms", "tc3_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        var signature = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
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
        var code = Judge(
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
        var status = new { SerialNo = code == "Ok" ? NewId() : "", PhoneNumber = phone, Fee = code == "Ok" ? 1 : 0, Code = code };
        return Answer.Json(new { Response = new { SendStatusSet = new[] { status }, RequestId = NewId() } });
    }

    private async Task<IResult> HttpAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string Header(string name) => request.Headers[name].ToString();
        var body = await BodyAsync(request, cancellationToken);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Header("webhook-id")}.{Header("webhook-timestamp")}."), .. body];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(keys.WebhookKey, signed));
        var isTimely =
            long.TryParse(Header("webhook-timestamp"), CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) <= 300;
        if (!isTimely || !Header("webhook-signature").Split(' ').Contains(expected))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        // A repetition is answered like the first, and sends nothing.
        if (_nonces.Find(Header("webhook-id")) is not null)
        {
            return Results.Ok();
        }

        _nonces.Put(Header("webhook-id"), signed, TimeSpan.FromMinutes(10));
        using var json = JsonDocument.Parse(body);
        var phone = json.RootElement.GetProperty("phone").GetString()!;
        await ShowAsync(phone, json.RootElement.GetProperty("code").GetString()!, json.RootElement.GetProperty("purpose").GetString()!);
        return Results.Ok();
    }

    private string Judge(
        string signName,
        string template,
        string? digits,
        string phone,
        (string Signature, string Template, string Variable, string Limit, string Fine) words
    )
    {
        if (signName != TextKeys.SignName)
        {
            return words.Signature;
        }

        if (template != TextKeys.LoginTemplate && template != TextKeys.VerifyTemplate)
        {
            return words.Template;
        }

        if (digits is not { Length: >= 4 and <= 6 } || !digits.All(char.IsAsciiDigit))
        {
            return words.Variable;
        }

        if (_numbers.Find(phone) is DateTimeOffset last && last + Minute > clock.GetUtcNow())
        {
            return words.Limit;
        }

        _numbers.Put(phone, clock.GetUtcNow(), Minute);
        ShowAsync(phone, digits, template == TextKeys.LoginTemplate ? "login" : "verify").GetAwaiter().GetResult();
        return words.Fine;
    }

    private Task ShowAsync(string phone, string digits, string purpose)
    {
        var what = Enum.Parse<TextPurpose>(purpose, ignoreCase: true);
        return outbox.SendAsync(
            MessageTexts.PhoneCode(phone, digits, what, TimeSpan.FromMinutes(5), english: false),
            CancellationToken.None
        );
    }

    private static string? CodeOf(string templateParam)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(templateParam)?.GetValueOrDefault("code");
        }
        catch (JsonException)
        {
            // No object of texts: the vendor refuses the variable.
            return null;
        }
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>What the stand-in gateways have registered about us. Secrets are drawn at each start.</summary>
internal sealed class TextKeys
{
    internal const string AliyunId = "simulated-aliyun";
    internal const string TencentId = "simulated-tencent";
    internal const string TencentApp = "1400006666";
    internal const string SignName = "模拟签名";
    internal const string LoginTemplate = "SMS_1";
    internal const string VerifyTemplate = "SMS_2";

    internal string AliyunSecret { get; } = RandomNumberGenerator.GetHexString(32);

    internal string TencentSecret { get; } = RandomNumberGenerator.GetHexString(32);

    internal byte[] WebhookKey { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The settings that point a gateway at the simulator; none for one that does not exist.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Configuration(string provider, string baseAddress)
    {
        var home = $"{baseAddress.TrimEnd('/')}{SimulatedApps.Root}/sms/{provider.ToLowerInvariant()}";
        (string Key, string Value)[] own = provider.ToLowerInvariant() switch
        {
            "aliyun" => [("AccessKeyId", AliyunId), ("AccessKeySecret", AliyunSecret)],
            "tencent" => [("SecretId", TencentId), ("SecretKey", TencentSecret), ("SdkAppId", TencentApp)],
            "http" => [("Url", home), ("Secret", "whsec_" + Convert.ToBase64String(WebhookKey))],
            _ => [],
        };
        (string Key, string Value)[] common =
        [
            ("SignName", SignName),
            ("Templates:Login", LoginTemplate),
            ("Templates:Verify", VerifyTemplate),
            ("BaseUrl", home),
        ];
        return own.Length == 0 ? [] : own.Concat(common).Select(pair => KeyValuePair.Create("Sms:" + pair.Key, (string?)pair.Value));
    }
}
