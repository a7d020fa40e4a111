using System.Globalization;
using System.Text;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;

namespace AegisAuth.Api.Hosting;

/// <summary>
/// Writes log lines to standard output, many in one write: requests would queue up for the console otherwise. A line
/// waits for 20 milliseconds at most, one of level error not at all. When the program ends the rest is written; a
/// killed one loses those milliseconds.
/// </summary>
internal sealed class BufferedConsoleSink : ILogEventSink, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20);

    [ThreadStatic]
    private static StringWriter? _line;

    private readonly Lock _gate = new();
    private readonly ITextFormatter _formatter;
    private readonly StreamWriter _output;
    private readonly ITimer _timer;
    private bool _waiting;
    private bool _closed;

    public BufferedConsoleSink(ITextFormatter formatter, Stream output, TimeProvider time)
    {
        _formatter = formatter;
        _output = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 32 * 1024);
        _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Emit(LogEvent logEvent)
    {
        var line = _line ??= new StringWriter(new StringBuilder(1024), CultureInfo.InvariantCulture);
        var text = line.GetStringBuilder().Clear();
        _formatter.Format(logEvent, line);
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            foreach (var chunk in text.GetChunks())
            {
                _output.Write(chunk.Span);
            }

            if (logEvent.Level >= LogEventLevel.Error)
            {
                Try(_output.Flush);
            }
            else if (!_waiting)
            {
                _waiting = _timer.Change(Longest, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _closed = true;
            Try(_output.Dispose);
        }
    }

    private void Flush()
    {
        lock (_gate)
        {
            _waiting = false;
            if (!_closed)
            {
                Try(_output.Flush);
            }
        }
    }

    // A full disk behind standard output costs lines, and must not end the program: no code catches what a timer throws.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            SelfLog.WriteLine("Log lines could not be written: {0}", e);
        }
    }
}
