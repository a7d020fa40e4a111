using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace AegisAuth.Tests.Support;

/// <summary>Keeps every log event, in the words in which Production would write it.</summary>
internal sealed class CollectingSink : ILogEventSink
{
    private readonly ConcurrentQueue<LogEvent> _events = new();

    public IReadOnlyCollection<LogEvent> Events => _events;

    public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);

    /// <summary>The whole log as compact JSON, exceptions included.</summary>
    public string Text()
    {
        using var writer = new StringWriter();
        var formatter = new CompactJsonFormatter();
        foreach (var logEvent in _events)
        {
            formatter.Format(logEvent, writer);
        }

        return writer.ToString();
    }
}
