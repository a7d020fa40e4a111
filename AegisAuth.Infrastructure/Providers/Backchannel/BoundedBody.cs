namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>Reads the whole body, 1 MiB at most, before it lets the answer through.</summary>
internal sealed class BoundedBody : DelegatingHandler
{
    /// <summary>The longest body that is read, in bytes.</summary>
    public const int Limit = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            var body = new ByteArrayContent(await ReadAsync(response.Content, cancellationToken));
            response.Content.Dispose();
            response.Content = body;
            return response;
        }
        catch (IOException exception)
        {
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The vendor's answer broke off.", exception);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[8192];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > Limit)
            {
                throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The vendor's answer is longer than 1 MiB.");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
