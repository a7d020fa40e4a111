using System.ComponentModel.DataAnnotations;
using AegisAuth.Application.Messages;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>Section <c>Sms</c>: who sends text messages. Without a provider none are sent.</summary>
internal sealed class SmsOptions : IValidatableObject
{
    public const string Section = "Sms";

    /// <summary><c>Aliyun</c>, <c>Tencent</c>, <c>Http</c>, or empty.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Aliyun: the id of a RAM user that may <c>dysms:SendSms</c> and nothing else.</summary>
    public string AccessKeyId { get; set; } = "";

    /// <summary>Aliyun: its secret.</summary>
    public string AccessKeySecret { get; set; } = "";

    /// <summary>Tencent: the id of a sub-account's key.</summary>
    public string SecretId { get; set; } = "";

    /// <summary>Tencent: its secret.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>Tencent: the SMS application, digits such as <c>1400006666</c>.</summary>
    public string SdkAppId { get; set; } = "";

    /// <summary>Tencent: the region; <c>ap-guangzhou</c>.</summary>
    public string Region { get; set; } = "ap-guangzhou";

    /// <summary>The text of the approved signature.</summary>
    public string SignName { get; set; } = "";

    /// <summary>The approved templates, each with one variable.</summary>
    public SmsTemplates Templates { get; set; } = new();

    /// <summary>The templates for numbers outside the mainland; without them such numbers are not served.</summary>
    public SmsTemplates InternationalTemplates { get; set; } = new();

    /// <summary>Http: where the message is posted to.</summary>
    public string Url { get; set; } = "";

    /// <summary>Http: <c>whsec_…</c>; two of them with a blank between while one takes the place of the other.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Aliyun, Tencent: another address of the API; plain http for loopback only.</summary>
    public string? BaseUrl { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider.Length == 0)
        {
            yield break;
        }

        if (SmsRegistration.Find(Provider) is not { } row)
        {
            yield return new ValidationResult($"must be one of {string.Join(", ", SmsRegistration.Names)}.", [nameof(Provider)]);
            yield break;
        }

        foreach (var (key, sentence) in row.Faults(this))
        {
            yield return new ValidationResult(sentence, [key]);
        }

        foreach (var fault in Address.Faults($"{Section}:{nameof(BaseUrl)}", BaseUrl))
        {
            yield return new ValidationResult(fault[$"{Section}:{nameof(BaseUrl)} ".Length..], [nameof(BaseUrl)]);
        }
    }

    /// <summary>What is missing of these keys, a sentence each.</summary>
    public static IEnumerable<(string Key, string Sentence)> Missing(string provider, params (string Key, string Value)[] needed) =>
        needed.Where(one => one.Value.Length == 0).Select(one => (one.Key, $"must be set with Sms:Provider={provider}."));

    /// <summary>The template for a number and a purpose; empty where none is configured.</summary>
    public string TemplateOf(string phone, TextPurpose purpose) => (IsMainland(phone) ? Templates : InternationalTemplates).Of(purpose);

    /// <summary>Whether a number in E.164 is a Chinese mobile one: told by the country code, never by its length alone.</summary>
    public static bool IsMainland(string phone) => phone.Length == 14 && phone.StartsWith("+861", StringComparison.Ordinal);
}

/// <summary>Templates by what the code is for.</summary>
internal sealed class SmsTemplates
{
    /// <summary>Of a code that logs in.</summary>
    public string Login { get; set; } = "";

    /// <summary>Of a code that proves a number.</summary>
    public string Verify { get; set; } = "";

    public string Of(TextPurpose purpose) =>
        purpose switch
        {
            TextPurpose.Login => Login,
            TextPurpose.Verify => Verify,
        };
}
