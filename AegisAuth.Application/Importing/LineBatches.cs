namespace AegisAuth.Application.Importing;

/// <summary>Reads the file in batches, each as large as a transaction, and looks at one while the one before is stored.</summary>
internal sealed class LineBatches(Stream stream, LineParser parser, bool withRoles)
{
    private const int MaxLines = 500;

    // So many bytes end a batch too: five hundred lines of the longest kind would be a lot to hold.
    private const int MaxBytes = 2 * 1024 * 1024;

    private readonly LineReader _reader = new(stream);

    public async IAsyncEnumerable<LineBatch> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var next = Begin();
        try
        {
            while (await next is { Lines.Count: > 0 } batch)
            {
                next = Begin();
                yield return batch;
            }
        }
        finally
        {
            // Where storing has failed, the batch that is read ahead must end before the file is closed.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<LineBatch> Begin() => Task.Run(() => NextAsync(cancellationToken), cancellationToken);
    }

    private async Task<LineBatch> NextAsync(CancellationToken cancellationToken)
    {
        var lines = new List<ParsedLine>(MaxLines);
        var bytes = 0;
        while (lines.Count < MaxLines && bytes < MaxBytes && await _reader.ReadAsync(cancellationToken) is { } raw)
        {
            bytes += raw.Text?.Length ?? 0;
            lines.Add(parser.Parse(raw, withRoles));
        }

        return new LineBatch(lines, _reader.Position);
    }
}

/// <summary>Lines that are stored in one transaction.</summary>
/// <param name="Lines">The lines, in the order of the file.</param>
/// <param name="Position">How much of the file has been read by then.</param>
internal sealed record LineBatch(IReadOnlyList<ParsedLine> Lines, long Position);
