using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Tests.Hosting;

/// <summary>A server that answers the headers it was sent, one a line.</summary>
internal sealed class HeaderEcho : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HeaderEcho(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<HeaderEcho> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", (HttpRequest request) => string.Join('\n', request.Headers.Select(header => $"{header.Key}={header.Value}")));
        await app.StartAsync();
        return new HeaderEcho(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
