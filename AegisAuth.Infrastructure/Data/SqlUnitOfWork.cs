using System.Data;
using System.Data.Common;
using AegisAuth.Application;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using Dapper;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// What the repositories of one request share: the open transaction, where there is one. Outside of a
/// transaction each statement has a connection of its own.
/// </summary>
internal sealed partial class SqlUnitOfWork(Database database, SessionFreshness freshness) : IUnitOfWork
{
    private const int MaxRuns = 100;
    private const int MaxStatementRuns = 5;

    private readonly ChangedSessions _changes = new(freshness);
    private readonly StatementBatch _batch = new();

    private DbTransaction? _transaction;

    /// <inheritdoc cref="Database.Batches"/>
    public bool Batches => database.Batches;

    /// <inheritdoc cref="Database.LocksRows"/>
    public bool LocksRows => database.LocksRows;

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        _transaction is not null
            ? await work()
            : await WordedAsync(() =>
                RetryLoop.RunAsync(database, left => RunOnceAsync(work, left, cancellationToken), MaxRuns, cancellationToken)
            );

    public Task<int> ExecuteAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        WordedAsync(() => WriteAsync(sql, sql.For(database.Provider), parameters, cancellationToken));

    public async Task<TRow?> FindAsync<TRow, TParameters>(
        Sql<TParameters> sql,
        TParameters parameters,
        CancellationToken cancellationToken
    ) =>
        _batch.IsEmpty
            ? await ReadAsync(
                connection => connection.QueryFirstOrDefaultAsync<TRow>(Command(sql.For(database.Provider), parameters, cancellationToken)),
                cancellationToken
            )
        : (await ListAsync<TRow, TParameters>(sql, parameters, cancellationToken)) is [var first, ..] ? first
        : default;

    public async Task<IReadOnlyList<TRow>> ListAsync<TRow, TParameters>(
        Sql<TParameters> sql,
        TParameters parameters,
        CancellationToken cancellationToken
    )
    {
        var text = sql.For(database.Provider);
        return _batch.IsEmpty
            ? (
                await ReadAsync(connection => connection.QueryAsync<TRow>(Command(text, parameters, cancellationToken)), cancellationToken)
            ).AsList()
            : await WordedAsync(() =>
            {
                database.CountTrip();
                return _batch.QueryAsync<TRow, TParameters>(_transaction!, text, parameters, cancellationToken);
            });
    }

    /// <summary>Runs an INSERT; false when a row with that key exists already.</summary>
    /// <remarks>The transaction goes on in either case.</remarks>
    public Task<bool> TryInsertAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        WordedAsync(async () =>
        {
            try
            {
                return await WriteAsync(sql, database.TryInsert(sql.For(database.Provider)), parameters, cancellationToken) == 1;
            }
            catch (DbException e) when (database.IsUniqueViolation(e))
            {
                return false;
            }
        });

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

    private async Task<int> WriteAsync<TParameters>(
        Sql<TParameters> sql,
        string text,
        TParameters parameters,
        CancellationToken cancellationToken
    )
    {
        if (sql.Change == SessionChange.Access && _transaction is null)
        {
            // The change and the word of it are committed together, or neither is.
            return await RunAsync(() => WriteAsync(sql, text, parameters, cancellationToken), cancellationToken);
        }

        var user = _changes.Note(sql, parameters);
        try
        {
            var rows = await StatementAsync(
                connection =>
                    _batch.IsEmpty
                        ? connection.ExecuteAsync(Command(text, parameters, cancellationToken))
                        : _batch.ExecuteAsync(_transaction!, text, parameters, cancellationToken),
                writes: true,
                cancellationToken
            );
            _changes.Announce(sql.Change, user, rows);
            return rows;
        }
        finally
        {
            // Inside a transaction nothing has changed for others before its end.
            if (_transaction is null)
            {
                _changes.Forget();
            }
        }
    }

    private Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken) =>
        WordedAsync(() => StatementAsync(read, writes: false, cancellationToken));

    private async Task<T> WordedAsync<T>(Func<Task<T>> statement)
    {
        try
        {
            return await statement();
        }
        // Inside a transaction the fault goes up as it is: the whole of it may have to be run again.
        catch (Exception e) when (_transaction is null && database.IsAway(e))
        {
            throw new DatabaseAwayException(e);
        }
        catch (DbException e) when (database.Reword(e) is not null)
        {
            throw database.Reword(e)!;
        }
    }

    // SQL Server may choose a single statement, even a SELECT, as the victim of a deadlock: one that walks an index meets
    // one that changes the row behind it. It is undone whole, so it may be run again like a transaction.
    private async Task<T> StatementAsync<T>(Func<DbConnection, Task<T>> statement, bool writes, CancellationToken cancellationToken)
    {
        database.CountTrip();
        return _transaction is not null
            ? await statement(_transaction.Connection!)
            : await RetryLoop.RunAsync(
                database,
                async left =>
                {
                    using var turn = writes ? await database.EnterWriteAsync(left, cancellationToken) : default;
                    await using var connection = await database.OpenAsync(cancellationToken);
                    return await statement(connection);
                },
                MaxStatementRuns,
                cancellationToken
            );
    }

    private async Task<T> RunOnceAsync<T>(Func<Task<T>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var turn = await database.EnterWriteAsync(patience, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        // On SQLite this is BEGIN IMMEDIATE: the write lock is taken before the first read. With Npgsql it rides along with
        // the first statement.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        _transaction = transaction;
        try
        {
            var result = await work();
            await CommitAsync(transaction, cancellationToken);
            return result;
        }
        finally
        {
            _transaction = null;
            _batch.Clear();
            // After the end, however it came: a commit whose answer was lost counts too, and forgetting too much costs a read.
            _changes.Forget();
        }
    }

    private async Task CommitAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (_batch.Decides)
        {
            database.CountTrip();
            await _batch.SendAsync(transaction, cancellationToken);
        }

        await _changes.RaiseAsync(this, cancellationToken);
        database.CountTrip();
        if (_batch.IsEmpty)
        {
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        // A statement that fails ends the batch before it comes to the commit.
        _batch.Add("COMMIT", NoParameters.None, decides: false, _ => { });
        await _batch.SendAsync(transaction, cancellationToken);
    }

    private CommandDefinition Command<TParameters>(string text, TParameters parameters, CancellationToken cancellationToken) =>
        new(text, parameters, _transaction, cancellationToken: cancellationToken);
}
