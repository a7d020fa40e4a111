namespace AegisAuth.Application.Importing;

/// <summary>Reads a file line by line in a memory that does not grow with it. Empty lines are no lines.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>The longest line in bytes: a user with twenty external accounts and the longest names is shorter.</summary>
    public const int MaxLine = 32 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly byte[] _buffer = new byte[4 * MaxLine];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _begun;

    /// <summary>How many bytes have been read.</summary>
    public long Position { get; private set; }

    /// <summary>The number of the last line, empty ones counted, as an editor counts.</summary>
    public long Number { get; private set; }

    /// <summary>The next line; null at the end.</summary>
    public async ValueTask<RawLine?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } line)
        {
            if (line.Text is null || line.Text.Length > 0)
            {
                return line;
            }
        }

        return null;
    }

    private async ValueTask<RawLine?> NextAsync(CancellationToken cancellationToken)
    {
        var tooLong = false;
        while (true)
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                return Take(feed, skip: 1, tooLong);
            }

            if (_ended)
            {
                return _end > _start || tooLong ? Take(_end - _start, skip: 0, tooLong) : null;
            }

            if (_end - _start > MaxLine)
            {
                // What is read on is only looked through for the end of the line.
                tooLong = true;
                _start = _end;
            }

            await FillAsync(cancellationToken);
        }
    }

    private RawLine Take(int length, int skip, bool tooLong)
    {
        Number++;
        var text = _buffer.AsSpan(_start, length);
        _start += length + skip;
        // Carriage returns of Windows are white space, and white space is no part of a line.
        text = text.Trim(" \t\r"u8);
        return tooLong || text.Length > MaxLine ? new RawLine(Number, null) : new RawLine(Number, text.ToArray());
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _ended = read == 0;
        _end += read;
        Position += read;
        // Editors on Windows begin a file with a mark that is no part of its first line.
        if (!_begun && (_end >= ByteOrderMark.Length || _ended))
        {
            _begun = true;
            _start = _buffer.AsSpan(0, _end).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        }
    }
}

/// <summary>A line as it stands in the file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">Its bytes without white space around them; null where it is longer than any line may be.</param>
internal readonly record struct RawLine(long Number, byte[]? Text);
