namespace AegisAuth.Infrastructure.Data;

// Statements that wait for the next question or the commit: fewer trips to a server.
internal sealed partial class SqlUnitOfWork
{
    private readonly Expectations _expectations = new();

    /// <summary>Whether this run takes the answers of <see cref="ExpectAsync"/> for granted.</summary>
    public bool TakesForGranted => _transaction is not null && database.Batches && !_expectations.WereWrong;

    /// <summary>
    /// Runs a statement whose outcome is not needed at once: inside a transaction it may wait for the next one, or for the
    /// commit. It runs in its order in any case, and its fault undoes the transaction.
    /// </summary>
    public async Task DeferAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
    {
        if (_transaction is null || !database.Batches)
        {
            await ExecuteAsync(sql, parameters, cancellationToken);
            return;
        }

        var user = _changes.Note(sql, parameters);
        // Whether other nodes must hear of it shows when it has run.
        var decides = sql.Change == SessionChange.Access;
        _batch.Add(sql.For(database.Provider), parameters, decides, rows => _changes.Announce(sql.Change, user, rows));
    }

    /// <summary>
    /// Runs a statement that is expected to change one row, and says whether it has. Inside a transaction the answer may be
    /// taken for granted: the statement waits then, as <see cref="DeferAsync"/> says. Where the answer turns out to be wrong,
    /// the transaction is undone and run again from its start, and in that run every answer is waited for.
    /// </summary>
    public Task<bool> ExpectAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        TakesForGranted
            ? Task.FromResult(Expect(sql, sql.For(database.Provider), parameters))
            : IsOneAsync(ExecuteAsync(sql, parameters, cancellationToken));

    /// <summary>The same for an INSERT, which changes nothing when the key exists already.</summary>
    public Task<bool> ExpectInsertAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        TakesForGranted
            ? Task.FromResult(Expect(sql, database.TryInsert(sql.For(database.Provider)), parameters))
            : TryInsertAsync(sql, parameters, cancellationToken);

    /// <summary>An INSERT that may wait as <see cref="DeferAsync"/> says, and changes nothing when the key exists already.</summary>
    public async Task DeferInsertAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
    {
        if (_transaction is not null && database.Batches)
        {
            _batch.Add(database.TryInsert(sql.For(database.Provider)), parameters, decides: false, _ => { });
        }
        else
        {
            await TryInsertAsync(sql, parameters, cancellationToken);
        }
    }

    private bool Expect<TParameters>(Sql<TParameters> sql, string text, TParameters parameters)
    {
        var user = _changes.Note(sql, parameters);
        _expectations.Made();
        // It must have come out before the commit.
        _batch.Add(
            text,
            parameters,
            decides: true,
            rows =>
            {
                _expectations.Check(rows);
                _changes.Announce(sql.Change, user, rows);
            }
        );
        return true;
    }

    private static async Task<bool> IsOneAsync(Task<int> rows) => await rows == 1;
}
