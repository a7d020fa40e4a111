using System.Buffers;
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
    // So much may wait while the console is slow; then the requests wait for it.
    private const int MostBytes = 256 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20);

    [ThreadStatic]
    private static StringWriter? _line;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _bytes;

    // Two locks, so that a request that adds its line does not wait for the console: one guards the lines that wait, the
    // other one the writing. A thread that takes both takes that of the writing first.
    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private readonly ITextFormatter _formatter;
    private readonly Stream _output;
    private readonly ITimer _timer;
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _written = new();
    private bool _closed;

    public BufferedConsoleSink(ITextFormatter formatter, Stream output, TimeProvider time)
    {
        _formatter = formatter;
        _output = output;
        _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Emit(LogEvent logEvent)
    {
        var line = Format(logEvent);
        bool isFirst;
        bool isMuch;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            isFirst = _waiting.WrittenCount == 0;
            _waiting.Write(line);
            isMuch = _waiting.WrittenCount >= MostBytes;
        }

        if (isMuch || logEvent.Level >= LogEventLevel.Error)
        {
            Flush();
        }
        else if (isFirst)
        {
            _timer.Change(Longest, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _closed = true;
        }

        Flush();
        _output.Dispose();
    }

    // In the buffers of this thread: nothing of it needs a lock.
    private ReadOnlySpan<byte> Format(LogEvent logEvent)
    {
        var line = _line ??= new StringWriter(new StringBuilder(1024), CultureInfo.InvariantCulture);
        var text = line.GetStringBuilder().Clear();
        _formatter.Format(logEvent, line);
        var bytes = _bytes ??= new ArrayBufferWriter<byte>(1024);
        bytes.ResetWrittenCount();
        foreach (var chunk in text.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, bytes);
        }

        return bytes.WrittenSpan;
    }

    private void Flush()
    {
        lock (_writing)
        {
            lock (_gate)
            {
                (_waiting, _written) = (_written, _waiting);
            }

            if (_written.WrittenCount == 0)
            {
                return;
            }

            try
            {
                _output.Write(_written.WrittenSpan);
                _output.Flush();
            }
            catch (IOException e)
            {
                // A full disk behind standard output costs lines, and must not end the program: no code catches what a timer throws.
                SelfLog.WriteLine("Log lines could not be written: {0}", e);
            }

            _written.ResetWrittenCount();
        }
    }
}
