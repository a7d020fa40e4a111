using System.Collections.Concurrent;
using System.Net;
using AegisAuth.Application.ExternalLogins;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Tests.Providers;

/// <summary>Nothing of a login may be in a log, at any level.</summary>
public sealed class ProviderSecrecyTests
{
    private static readonly string[] Secret =
    [
        "weapp-secret",
        "the-code",
        "the-openid",
        "the-session-key",
        "appid=",
        "js_code",
        "the-raw-data",
        "?",
    ];

    [Test]
    public async Task Log_AtTraceLevel_HoldsNothingOfALogin()
    {
        using var logs = new LogLines();
        using var provider = new StubProvider(
            (_, call, _) =>
                call switch
                {
                    1 => Task.FromResult(StubProvider.Text("""{"openid":"the-openid","session_key":"the-session-key"}""")),
                    2 => Task.FromResult(StubProvider.Text("the-session-key", HttpStatusCode.BadGateway)),
                    _ => throw new HttpRequestException(HttpRequestError.ConnectionError),
                }
        );
        using var host = new ProviderHost(
            new Dictionary<string, HttpMessageHandler> { ["weapp"] = provider },
            ProviderHost.NewYear,
            logs: logs
        );
        var login = new ProviderCredential { Code = "the-code", RawData = "the-raw-data" };
        for (var i = 0; i < 3; i++)
        {
            await host.LoginAsync("weapp", login);
        }

        Assert.That(logs.Lines, Is.Not.Empty, "the resilience pipeline reports failures");
        Assert.That(logs.Lines.Where(line => Secret.Any(secret => line.Contains(secret, StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    public void ToString_OfWhatTheClientBrought_SaysNothing() =>
        Assert.That(new ProviderCredential { Code = "the-code" }.ToString(), Is.EqualTo(nameof(ProviderCredential)));

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            _lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
