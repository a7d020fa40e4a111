using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Infrastructure.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>A gateway of the operator's own: one POST, signed as Standard Webhooks are.</summary>
internal sealed class HttpGateway([FromKeyedServices(SmsRegistration.Channel)] BackchannelClient backchannel, TimeProvider clock)
    : ITextGateway
{
    // The plus of a number stays a plus: the receiver may read it with less than a JSON library.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is missing or wrong.</summary>
    public static IEnumerable<(string Key, string Sentence)> Faults(SmsOptions options)
    {
        if (options.Url.Length == 0)
        {
            yield return (nameof(options.Url), "must be set with Sms:Provider=Http.");
        }
        else if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || !Address.IsSafe(url) || url.UserInfo.Length > 0)
        {
            yield return (nameof(options.Url), "must be an https address without a user name; plain http is taken for loopback only.");
        }

        if (!WebhookSignature.TryReadKeys(options.Secret, out _))
        {
            yield return (
                nameof(options.Secret),
                "must be whsec_ and the base64 of 24 to 64 random bytes, or two of these with a blank between."
            );
        }
    }

    public async Task<TextReply> SendAsync(TextMessage message, SmsOptions options, CancellationToken cancellationToken)
    {
        if (!WebhookSignature.TryReadKeys(options.Secret, out var keys))
        {
            return new TextReply(TextClass.Operator, "secret");
        }

        var body = Body(message);
        var now = clock.GetUtcNow();
        var reply = await backchannel.PostSignedAsync(
            new Uri(options.Url),
            body,
            "application/json",
            new Dictionary<string, string>
            {
                ["webhook-id"] = message.Id,
                ["webhook-timestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["webhook-signature"] = WebhookSignature.Sign(keys, message.Id, now, body),
            },
            cancellationToken
        );
        return Read(reply);
    }

    /// <summary>The body, byte for byte as it is signed.</summary>
    internal static byte[] Body(TextMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                phone = message.Phone,
                code = message.Digits,
                purpose = message.Purpose.ToString().ToLowerInvariant(),
                id = message.Id,
            },
            Plain
        );

    /// <summary>2xx: sent. 422: the number is refused for good. A broken connection or 5xx: unknown. The rest: the operator.</summary>
    internal static TextReply Read(ProviderReply reply)
    {
        if (reply.Failure is { } failure)
        {
            return TextErrors.Unread(failure);
        }

        var word = string.Create(CultureInfo.InvariantCulture, $"http-{reply.Status}");
        return reply.Status switch
        {
            >= 200 and < 300 => new TextReply(TextClass.Sent, word),
            422 => new TextReply(TextClass.Number, word),
            >= 500 => new TextReply(TextClass.Unknown, word),
            _ => new TextReply(TextClass.Operator, word),
        };
    }
}
