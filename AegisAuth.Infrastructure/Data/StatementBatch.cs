using System.Data.Common;
using Dapper;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// Statements of one transaction whose outcome is not needed at once. They wait here and are sent in their order with the
/// next statement that is needed, or with the commit: one trip to the server instead of one for each.
/// </summary>
internal sealed class StatementBatch
{
    private readonly List<Waiting> _waiting = [];

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Whether something that waits decides what the transaction does next, so that the commit cannot go with it.</summary>
    public bool Decides => _waiting.Exists(statement => statement.Decides);

    /// <summary>Lets a statement wait.</summary>
    /// <param name="text">Its SQL.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="decides">Whether <paramref name="settled"/> must be called before the commit.</param>
    /// <param name="settled">Gets the number of rows, once the statement has run.</param>
    public void Add<TParameters>(string text, TParameters parameters, bool decides, Action<int> settled) =>
        _waiting.Add(new Waiting(command => StatementParameters.Fill(command, text, parameters), decides, settled));

    /// <summary>Forgets what waits: the transaction is undone.</summary>
    public void Clear() => _waiting.Clear();

    /// <summary>Sends what waits.</summary>
    public async Task SendAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var batch = Take(transaction, out var sent);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        Settle(batch, sent);
    }

    /// <summary>Sends what waits and this statement behind it, and says how many rows this one changed.</summary>
    public async Task<int> ExecuteAsync<TParameters>(
        DbTransaction transaction,
        string text,
        TParameters parameters,
        CancellationToken cancellationToken
    )
    {
        var rows = 0;
        Add(text, parameters, decides: true, changed => rows = changed);
        await SendAsync(transaction, cancellationToken);
        return rows;
    }

    /// <summary>Sends what waits and this query behind it, and brings its rows.</summary>
    public async Task<List<TRow>> QueryAsync<TRow, TParameters>(
        DbTransaction transaction,
        string text,
        TParameters parameters,
        CancellationToken cancellationToken
    )
    {
        Add(text, parameters, decides: true, _ => { });
        await using var batch = Take(transaction, out var sent);
        List<TRow> rows;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            // Statements that bring no rows have no result: the first one is that of the query.
            rows = reader.Parse<TRow>().AsList();
        }

        Settle(batch, sent);
        return rows;
    }

    private DbBatch Take(DbTransaction transaction, out List<Waiting> sent)
    {
        var batch = transaction.Connection!.CreateBatch();
        batch.Transaction = transaction;
        sent = [.. _waiting];
        _waiting.Clear();
        foreach (var statement in sent)
        {
            var command = batch.CreateBatchCommand();
            statement.Fill(command);
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private static void Settle(DbBatch batch, List<Waiting> sent)
    {
        for (var i = 0; i < sent.Count; i++)
        {
            sent[i].Settled(batch.BatchCommands[i].RecordsAffected);
        }
    }

    private sealed record Waiting(Action<DbBatchCommand> Fill, bool Decides, Action<int> Settled);
}
