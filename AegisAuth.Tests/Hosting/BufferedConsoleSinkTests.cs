using System.Text;
using AegisAuth.Api.Hosting;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Parsing;

namespace AegisAuth.Tests.Hosting;

/// <summary>When a log line reaches standard output.</summary>
[TestFixture]
internal sealed class BufferedConsoleSinkTests
{
    private static readonly MessageTemplate Template = new MessageTemplateParser().Parse("密码 {Number}");

    private FakeTimeProvider _time = null!;
    private MemoryStream _output = null!;
    private BufferedConsoleSink _lines = null!;

    [SetUp]
    public void Create()
    {
        _time = new FakeTimeProvider();
        _output = new MemoryStream();
        _lines = new BufferedConsoleSink(new CompactJsonFormatter(), _output, _time);
    }

    [TearDown]
    public void Close()
    {
        _lines.Dispose();
        _output.Dispose();
    }

    [Test]
    public void Line_OfARequest_IsWrittenWithinTwentyMilliseconds()
    {
        _lines.Emit(Line(1));
        _time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.That(Written(), Is.Empty);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(Written(), Has.Length.EqualTo(1).And.All.Contains("密码").And.All.Contains("\"Number\":1"));
        _lines.Emit(Line(2));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.That(Written(), Has.Length.EqualTo(2));
    }

    [Test]
    public void Line_OfAnError_IsWrittenAtOnceWithThoseBefore()
    {
        _lines.Emit(Line(1));
        _lines.Emit(Line(2, LogEventLevel.Error));

        Assert.That(Written(), Has.Length.EqualTo(2));
    }

    [Test]
    public void Dispose_WritesTheRest()
    {
        _lines.Emit(Line(1));

        _lines.Dispose();

        Assert.That(Written(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Output_ThatTakesNothing_CostsLinesAndNotTheProgram()
    {
        using var full = new FullDisk();
        using var lines = new BufferedConsoleSink(new CompactJsonFormatter(), full, _time);
        lines.Emit(Line(1));

        // No code would catch what the timer throws.
        Assert.That(() => _time.Advance(TimeSpan.FromMilliseconds(20)), Throws.Nothing);
        Assert.That(() => lines.Emit(Line(2, LogEventLevel.Error)), Throws.Nothing);
        Assert.That(full.Refused, Is.GreaterThanOrEqualTo(2));

        full.HasRoom = true;
        lines.Emit(Line(3, LogEventLevel.Error));
        Assert.That(Encoding.UTF8.GetString(full.ToArray()), Does.Contain("\"Number\":3"));
    }

    [Test]
    public void Lines_OfManyThreads_AreWholeAndAllThere()
    {
        Parallel.For(0, 2000, number => _lines.Emit(Line(number)));
        _lines.Dispose();

        var numbers = Written()
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("Number").GetInt32())
            .ToList();
        Assert.That(numbers, Is.EquivalentTo(Enumerable.Range(0, 2000)));
    }

    private static LogEvent Line(int number, LogEventLevel level = LogEventLevel.Information) =>
        new(DateTimeOffset.UnixEpoch, level, null, Template, [new LogEventProperty("Number", new ScalarValue(number))]);

    private sealed class FullDisk : MemoryStream
    {
        public bool HasRoom { get; set; }

        public int Refused { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!HasRoom)
            {
                Refused++;
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }
    }

    // A stream that is closed still tells what it holds.
    private string[] Written() => Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
