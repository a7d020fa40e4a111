using System.Security.Cryptography;
using AegisAuth.Api.Outbox;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// What the three stand-in gateways for text messages have in common: the limit of a number, and the outbox, where
/// everything lies that they accept.
/// </summary>
internal sealed class TextDesk(DevelopmentOutbox outbox, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly BoundedStore<object> _numbers = new(clock, capacity: 10_000);

    /// <summary>Nonces and ids that were seen before.</summary>
    internal BoundedStore<object> Seen { get; } = new(clock, capacity: 10_000);

    internal string Judge(
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

    internal Task ShowAsync(string phone, string digits, string purpose)
    {
        var what = Enum.Parse<TextPurpose>(purpose, ignoreCase: true);
        return outbox.SendAsync(
            MessageTexts.PhoneCode(phone, digits, what, TimeSpan.FromMinutes(5), english: false),
            CancellationToken.None
        );
    }

    internal static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    internal static string NewId() => RandomSecret.CreateId();

    internal static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
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
