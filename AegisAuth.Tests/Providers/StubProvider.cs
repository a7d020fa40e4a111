using System.Net;

namespace AegisAuth.Tests.Providers;

/// <summary>A provider that does what the test says, and counts.</summary>
internal sealed class StubProvider(Func<HttpRequestMessage, int, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>Always the same text.</summary>
    public StubProvider(string text, HttpStatusCode status = HttpStatusCode.OK)
        : this((_, _, _) => Task.FromResult(Text(text, status))) { }

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Ends when the first request has arrived.</summary>
    public Task Asked => _asked.Task;

    public static HttpResponseMessage Text(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text) };

    /// <summary>Answers never; ends when the request is given up.</summary>
    public static async Task<HttpResponseMessage> SilenceAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException("An endless wait has ended.");
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _calls);
        _asked.TrySetResult();
        return answer(request, call, cancellationToken);
    }
}
