using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AegisAuth.Api.Simulator;

/// <summary>Aliyun <c>SendSms</c>: signature, time, nonce, signature text, template and variable.</summary>
internal sealed class AliyunTextVendor(TextKeys keys, TextDesk desk, TimeProvider clock) : ISimulatedProvider
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sms/aliyun/", SendAsync);

    private async Task<IResult> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string Header(string name) => request.Headers[name].ToString();
        IResult Refuse(int status, string code) =>
            SimulatorAnswer.Json(
                new
                {
                    RequestId = TextDesk.NewId(),
                    HostId = request.Host.Value,
                    Code = code,
                    Message = code,
                },
                status
            );
        // Written from the provider's page, not from our sender: one side's misreading does not hide the other's.
        string[] names = ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"];
        var body = await TextDesk.BodyAsync(request, cancellationToken);
        var lines = string.Concat(names.Select(name => $"{name}:{Header(name).Trim()}\n"));
        var canonical = string.Join(
            '\n',
            "POST",
            "/",
            request.QueryString.Value?.TrimStart('?') ?? "",
            lines,
            string.Join(';', names),
            TextDesk.Hex(SHA256.HashData(body))
        );
        var toSign = "ACS3-HMAC-SHA256\n" + TextDesk.Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var signature = TextDesk.Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(keys.AliyunSecret), Encoding.UTF8.GetBytes(toSign)));
        var expected = $"ACS3-HMAC-SHA256 Credential={TextKeys.AliyunId},SignedHeaders={string.Join(';', names)},Signature={signature}";
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
            )
            || (clock.GetUtcNow() - date).Duration() > TimeSpan.FromMinutes(15)
        )
        {
            return Refuse(400, "InvalidTimeStamp.Expired");
        }

        var nonce = Header("x-acs-signature-nonce");
        if (desk.Seen.Find(nonce) is not null)
        {
            return Refuse(400, "SignatureNonceUsed");
        }

        desk.Seen.Put(nonce, nonce, TimeSpan.FromMinutes(15));
        var code = desk.Judge(
            request.Query["SignName"].ToString(),
            request.Query["TemplateCode"].ToString(),
            CodeOf(request.Query["TemplateParam"].ToString()),
            "+86" + request.Query["PhoneNumbers"],
            ("isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.BUSINESS_LIMIT_CONTROL", "OK")
        );
        return SimulatorAnswer.Json(
            new
            {
                Code = code,
                Message = code,
                BizId = code == "OK" ? TextDesk.NewId() : null,
                RequestId = TextDesk.NewId(),
            }
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
            // No object of texts: the provider refuses the variable.
            return null;
        }
    }
}
