using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Tests.Providers;

/// <summary>
/// A provider that answers what Replies/{platform}.json says, and nothing else: a request without a reply fails
/// the test. An address, and for a POST its body, must match exactly (<c>form_has</c>: these fields among others).
/// </summary>
internal sealed class CannedReplies : HttpMessageHandler
{
    private readonly List<JsonElement> _replies;
    private readonly ConcurrentQueue<string> _asked = new();

    private CannedReplies(IEnumerable<JsonElement> replies) => _replies = [.. replies];

    /// <summary>The addresses asked for so far, without their queries.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public static CannedReplies Of(string platform) => new(Read(Path.Combine(AppContext.BaseDirectory, "Replies", platform + ".json")));

    /// <summary>Puts a reply before all others.</summary>
    public CannedReplies With(object reply)
    {
        _replies.Insert(0, JsonSerializer.SerializeToElement(reply));
        return this;
    }

    /// <summary>Takes away the replies of an address.</summary>
    public CannedReplies Without(string url)
    {
        _replies.RemoveAll(reply => reply.GetProperty("url").GetString() == url);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        _asked.Enqueue(request.RequestUri!.GetLeftPart(UriPartial.Path));
        foreach (var reply in _replies.Where(reply => Matches(reply, request, body)))
        {
            return Answer(reply);
        }

        throw new InvalidOperationException($"No canned reply for {request.Method} {request.RequestUri} with {body}");
    }

    private static List<JsonElement> Read(string path) => JsonSerializer.Deserialize<List<JsonElement>>(File.ReadAllText(path))!;

    private static bool Matches(JsonElement reply, HttpRequestMessage request, string body)
    {
        if (
            reply.GetProperty("url").GetString() != request.RequestUri!.AbsoluteUri
            || (reply.TryGetProperty("method", out var method) ? method.GetString() : "GET") != request.Method.Method
        )
        {
            return false;
        }

        if (reply.TryGetProperty("json", out var json))
        {
            return request.Content!.Headers.ContentType!.MediaType == "application/json"
                && JsonElement.DeepEquals(json, JsonElement.Parse(body));
        }

        var exact = reply.TryGetProperty("form", out var form);
        if (!exact && !reply.TryGetProperty("form_has", out form))
        {
            return true;
        }

        var sent = QueryHelpers.ParseQuery(body);
        return request.Content!.Headers.ContentType!.MediaType == "application/x-www-form-urlencoded"
            && form.EnumerateObject().All(field => sent.TryGetValue(field.Name, out var value) && value == field.Value.GetString())
            && (!exact || sent.Count == form.EnumerateObject().Count());
    }

    private static HttpResponseMessage Answer(JsonElement reply)
    {
        var content = reply.GetProperty("reply");
        // The raw text: what Alipay signed are these very bytes.
        var text = content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText();
        var answer = new HttpResponseMessage(
            reply.TryGetProperty("status", out var status) ? (HttpStatusCode)status.GetInt32() : HttpStatusCode.OK
        )
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)),
        };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue(
            reply.TryGetProperty("type", out var type) ? type.GetString()! : "text/plain"
        );
        if (reply.TryGetProperty("max_age", out var seconds))
        {
            answer.Headers.CacheControl = new CacheControlHeaderValue { MaxAge = TimeSpan.FromSeconds(seconds.GetInt32()) };
        }

        return answer;
    }
}
