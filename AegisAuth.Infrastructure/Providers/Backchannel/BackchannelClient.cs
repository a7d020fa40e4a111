using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>
/// The one way to a provider's server. Its limits are those of <see cref="BackchannelSetup"/>; whatever happens
/// becomes a <see cref="ProviderReply"/>, never an exception, but for the caller's own cancellation.
/// </summary>
internal sealed class BackchannelClient(HttpClient http, TimeProvider clock)
{
    /// <summary>How long a login waits for what only decorates it.</summary>
    private static readonly TimeSpan DecorationTime = TimeSpan.FromSeconds(2);

    /// <summary>A GET that carries a one-time code: sent again only where it certainly was not delivered.</summary>
    public Task<ProviderReply> GetOnceAsync(Uri address, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);

    /// <summary>A GET that may be sent twice without harm.</summary>
    public Task<ProviderReply> GetAsync(Uri address, CancellationToken cancellationToken, string? authorization = null) =>
        SendAsync(
            Authorized(BackchannelSetup.Repeatable(new HttpRequestMessage(HttpMethod.Get, address)), authorization),
            cancellationToken
        );

    /// <summary>A POST of a form; sent again only where it certainly was not delivered.</summary>
    public Task<ProviderReply> PostFormAsync(
        Uri address,
        IEnumerable<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken,
        string? authorization = null
    )
    {
        var content = new FormUrlEncodedContent(form);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        return SendAsync(
            Authorized(new HttpRequestMessage(HttpMethod.Post, address) { Content = content }, authorization),
            cancellationToken
        );
    }

    /// <summary>A POST of a JSON object; sent again only where it certainly was not delivered.</summary>
    public Task<ProviderReply> PostJsonAsync(Uri address, IReadOnlyDictionary<string, string> body, CancellationToken cancellationToken)
    {
        // Bytes with a length: not every provider's gateway reads a chunked body.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = content }, cancellationToken);
    }

    /// <summary>
    /// A POST that is signed over these very bytes; sent again only where it certainly was not delivered. An empty body
    /// has no content type.
    /// </summary>
    public Task<ProviderReply> PostSignedAsync(
        Uri address,
        byte[]? body,
        string? contentType,
        IEnumerable<KeyValuePair<string, string>> headers,
        CancellationToken cancellationToken
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request, cancellationToken);
    }

    /// <summary>Runs a call that only decorates the login: it gets two seconds, after which the login goes on without.</summary>
    public async Task<ProviderReply> DecorateAsync(Func<CancellationToken, Task<ProviderReply>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(DecorationTime, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await call(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProviderReply.Failed("timeout");
        }
    }

    private static HttpRequestMessage Authorized(HttpRequestMessage request, string? authorization)
    {
        if (authorization is not null)
        {
            // A token of a provider may hold signs that the typed header refuses; none of them ends a line.
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return request;
    }

    private async Task<ProviderReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                return new ProviderReply(
                    (int)response.StatusCode,
                    await ReadUtf8Async(response, cancellationToken),
                    response.Headers.CacheControl?.MaxAge
                );
            }
            catch (BrokenCircuitException)
            {
                return ProviderReply.Failed("breaker-open");
            }
            catch (TimeoutRejectedException)
            {
                return ProviderReply.Failed("timeout");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return ProviderReply.Failed("connect-timeout");
            }
            catch (HttpRequestException exception)
            {
                return ProviderReply.Failed(
                    exception.HttpRequestError switch
                    {
                        HttpRequestError.ConfigurationLimitExceeded => "too-large",
                        HttpRequestError.SecureConnectionError => "tls",
                        _ => "connection",
                    }
                );
            }
        }
    }

    // By its bytes, whatever the Content-Type says: QQ declares its JSON as text/html, others a charset that
    // does not exist. The body is in memory already (BufferedInTime).
    private static async Task<string> ReadUtf8Async(HttpResponseMessage response, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
}
