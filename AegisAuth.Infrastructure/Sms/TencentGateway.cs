using System.Globalization;
using System.Text.Json;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>Tencent Cloud <c>SendSms</c> (sms, 2021-01-11).</summary>
internal sealed class TencentGateway([FromKeyedServices(SmsRegistration.Channel)] BackchannelClient backchannel, TimeProvider clock)
    : ITextGateway
{
    private const string DefaultBaseUrl = "https://sms.tencentcloudapi.com";
    private const string ContentType = "application/json; charset=utf-8";
    private const string Action = "SendSms";

    /// <summary>What is missing.</summary>
    public static IEnumerable<(string Key, string Sentence)> Faults(SmsOptions options) =>
        SmsOptions.Missing(
            "Tencent",
            (nameof(options.SecretId), options.SecretId),
            (nameof(options.SecretKey), options.SecretKey),
            (nameof(options.SdkAppId), options.SdkAppId),
            (nameof(options.SignName), options.SignName),
            (nameof(options.Region), options.Region),
            ("Templates:Login", options.Templates.Login),
            ("Templates:Verify", options.Templates.Verify)
        );

    public async Task<TextReply> SendAsync(TextMessage message, SmsOptions options, CancellationToken cancellationToken)
    {
        var template = options.TemplateOf(message.Phone, message.Purpose);
        if (template.Length == 0)
        {
            return new TextReply(TextClass.Number, "no-international-template");
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object>
            {
                ["PhoneNumberSet"] = new[] { message.Phone },
                ["SmsSdkAppId"] = options.SdkAppId,
                ["SignName"] = options.SignName,
                ["TemplateId"] = template,
                ["TemplateParamSet"] = new[] { message.Digits },
                ["SessionContext"] = message.Id,
            }
        );
        var now = clock.GetUtcNow();
        var address = new Uri(Address.BaseOr(options.BaseUrl, DefaultBaseUrl) + "/");
        var signed = Tc3Signature.Sign(
            "sms",
            new Dictionary<string, string>
            {
                ["content-type"] = ContentType,
                ["host"] = address.Authority,
                ["x-tc-action"] = Action,
            },
            body,
            now,
            options.SecretId,
            options.SecretKey
        );
        var reply = await backchannel.PostSignedAsync(
            address,
            body,
            ContentType,
            new Dictionary<string, string>
            {
                ["X-TC-Action"] = Action,
                ["X-TC-Version"] = "2021-01-11",
                ["X-TC-Timestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["X-TC-Region"] = options.Region,
                ["Authorization"] = signed.Authorization,
            },
            cancellationToken
        );
        return Read(reply);
    }

    /// <summary>What the provider says: a refused number and a refused call stand in two places, both with status 200.</summary>
    internal static TextReply Read(ProviderReply reply)
    {
        if (reply.Failure is { } failure)
        {
            return TextErrors.Unread(failure);
        }

        if (!LenientJson.TryParse(reply.Body, out var json) || json.Object("Response") is not { } response)
        {
            return TextErrors.Unread(string.Create(CultureInfo.InvariantCulture, $"http-{reply.Status}"));
        }

        var code = response.Object("Error")?.Text("Code") ?? response.Objects("SendStatusSet").FirstOrDefault()?.Text("Code");
        return code is null ? TextErrors.Unread("format") : TextErrors.OfTencent(code, response.Text("RequestId"));
    }
}
