using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Tests.Events;

/// <summary>A program that is told of events, on a socket of its own. It takes each, unless the test says otherwise.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EventReceiver(WebApplication app) => _app = app;

    /// <summary>What was taken, in the order in which it came.</summary>
    public ConcurrentQueue<ReceivedEvent> Taken { get; } = new();

    /// <summary>The status of the answer to the try of that number, from 1 on.</summary>
    public Func<int, int> Status { get; set; } = _ => 204;

    /// <summary>How many tries came.</summary>
    public int Tries => _tries;

    private int _tries;

    public string Url => _app.Urls.Single() + "/hook";

    public static async Task<EventReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new EventReceiver(app);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var status = Status(Interlocked.Increment(ref _tries));
        if (status is >= 200 and < 300)
        {
            var headers = context.Request.Headers;
            Taken.Enqueue(
                new ReceivedEvent(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body.ToArray())
            );
        }

        context.Response.StatusCode = status;
        context.Response.Headers.Location = "/hook";
    }
}

/// <summary>One event as it came over the wire.</summary>
internal sealed record ReceivedEvent(string Id, string Timestamp, string Signature, byte[] Body);
