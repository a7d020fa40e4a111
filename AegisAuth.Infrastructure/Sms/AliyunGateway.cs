using System.Globalization;
using System.Text.Json;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>Aliyun <c>SendSms</c> (dysmsapi, 2017-05-25): everything in the query, an empty body.</summary>
internal sealed class AliyunGateway([FromKeyedServices(SmsRegistration.Channel)] BackchannelClient backchannel, TimeProvider clock)
    : ITextGateway
{
    private const string DefaultBaseUrl = "https://dysmsapi.aliyuncs.com";

    /// <summary>What is missing.</summary>
    public static IEnumerable<(string Key, string Sentence)> Faults(SmsOptions options) =>
        SmsOptions.Missing(
            "Aliyun",
            (nameof(options.AccessKeyId), options.AccessKeyId),
            (nameof(options.AccessKeySecret), options.AccessKeySecret),
            (nameof(options.SignName), options.SignName),
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

        var query = Acs3Signature.Query(
            new Dictionary<string, string>
            {
                ["PhoneNumbers"] = Number(message.Phone),
                ["SignName"] = options.SignName,
                ["TemplateCode"] = template,
                // The value is text: a leading zero counts.
                ["TemplateParam"] = JsonSerializer.Serialize(new Dictionary<string, string> { ["code"] = message.Digits }),
                ["OutId"] = message.Id,
            }
        );
        var address = new Uri($"{Address.BaseOr(options.BaseUrl, DefaultBaseUrl)}/?{query}");
        var headers = new Dictionary<string, string>
        {
            ["host"] = address.Authority,
            ["x-acs-action"] = "SendSms",
            ["x-acs-version"] = "2017-05-25",
            ["x-acs-date"] = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["x-acs-signature-nonce"] = RandomSecret.CreateId(),
            ["x-acs-content-sha256"] = Acs3Signature.EmptyBody,
        };
        var signed = Acs3Signature.Sign("POST", query, headers, Acs3Signature.EmptyBody, options.AccessKeyId, options.AccessKeySecret);
        headers["Authorization"] = signed.Authorization;
        headers["Accept"] = "application/json";
        var reply = await backchannel.PostSignedAsync(address, body: null, contentType: null, headers, cancellationToken);
        return Read(reply);
    }

    /// <summary>What the provider says: business refusals come with 200, the gateway's with 4xx and 5xx, in one shape.</summary>
    internal static TextReply Read(ProviderReply reply)
    {
        if (reply.Failure is { } failure)
        {
            return TextErrors.Unread(failure);
        }

        return LenientJson.TryParse(reply.Body, out var json) && json.Text("Code") is { } code
            ? TextErrors.OfAliyun(code, json.Text("RequestId"))
            : TextErrors.Unread(string.Create(CultureInfo.InvariantCulture, $"http-{reply.Status}"));
    }

    // Mainland numbers bare, as the receipts show them; others without the plus.
    private static string Number(string phone) => SmsOptions.IsMainland(phone) ? phone[3..] : phone[1..];
}
