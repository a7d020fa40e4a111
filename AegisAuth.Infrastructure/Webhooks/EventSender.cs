using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using AegisAuth.Application.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Webhooks;

/// <summary>
/// Posts events as Standard Webhooks (github.com/standard-webhooks/standard-webhooks). What the receiver answers is read to
/// 64 KiB, so that the connection can be used again, and shown to no one.
/// </summary>
internal sealed class EventSender(HttpClient http, IOptions<EventOptions> options, TimeProvider time, ILogger<EventSender> logger)
    : IEventSender
{
    /// <summary>How long one try may take in all.</summary>
    public static readonly TimeSpan TotalTime = TimeSpan.FromSeconds(10);

    private const int MaxAnswerBytes = 64 * 1024;

    private readonly IReadOnlyList<byte[]> _keys = WebhookSignature.TryReadKeys(string.Join(' ', options.Value.Secrets), out var keys)
        ? keys
        : [];

    public async Task<bool> SendAsync(StoredEvent what, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(what);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TotalTime);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await DrainAsync(response, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                return true;
            }

            logger.LogWarning("Event {MessageId} was answered with {Status}", what.MessageId, (int)response.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The text of a fault may name the address with what stands in its path.
            logger.LogWarning("Event {MessageId} was not sent: {Fault}", what.MessageId, e.GetType().Name);
        }

        return false;
    }

    /// <summary>The body, byte for byte as it is signed: the same with every try.</summary>
    internal static byte[] Body(StoredEvent what) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = what.Type,
                timestamp = what.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                data = new { aegisspeed_id = what.AegisSpeedId, user_id = what.UserId },
            }
        );

    private HttpRequestMessage Request(StoredEvent what)
    {
        var body = Body(what);
        var now = time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", what.MessageId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(_keys, what.MessageId, now, body));
        return request;
    }

    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[8192];
        for (var left = MaxAnswerBytes; left > 0; )
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return;
            }

            left -= read;
        }
    }
}
