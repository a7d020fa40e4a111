using System.Data;
using System.Data.Common;
using AegisAuth.Application;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Infrastructure.Data.Repositories;
using Dapper;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// What the repositories of one request share: the open transaction, where there is one. Outside of a
/// transaction each statement has a connection of its own.
/// </summary>
internal sealed class SqlUnitOfWork(Database database, SessionFreshness freshness) : IUnitOfWork
{
    private const int MaxRuns = 100;
    private const int MaxStatementRuns = 5;

    // Whose sessions the open transaction changes, and which of those other nodes must know of; null stands for all users.
    private readonly HashSet<long?> _changed = [];
    private readonly HashSet<long?> _announced = [];

    private DbTransaction? _transaction;

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        _transaction is not null
            ? await work()
            : await WordedAsync(() => RepeatAsync(() => RunOnceAsync(work, cancellationToken), MaxRuns, cancellationToken));

    public Task<int> ExecuteAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        WordedAsync(() => WriteAsync(sql, parameters, spelling: null, cancellationToken));

    public Task<TRow?> FindAsync<TRow, TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QueryFirstOrDefaultAsync<TRow>(Command(sql, parameters, cancellationToken)), cancellationToken);

    public async Task<IReadOnlyList<TRow>> ListAsync<TRow, TParameters>(
        Sql<TParameters> sql,
        TParameters parameters,
        CancellationToken cancellationToken
    ) =>
        (
            await ReadAsync(connection => connection.QueryAsync<TRow>(Command(sql, parameters, cancellationToken)), cancellationToken)
        ).AsList();

    /// <summary>Runs an INSERT; false when a row with that key exists already.</summary>
    /// <remarks>The transaction goes on in either case.</remarks>
    public Task<bool> TryInsertAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        WordedAsync(async () =>
        {
            try
            {
                return await WriteAsync(sql, parameters, database.TryInsert, cancellationToken) == 1;
            }
            catch (DbException e) when (database.IsUniqueViolation(e))
            {
                return false;
            }
        });

    private async Task<int> WriteAsync<TParameters>(
        Sql<TParameters> sql,
        TParameters parameters,
        Func<string, string>? spelling,
        CancellationToken cancellationToken
    )
    {
        if (sql.Change == SessionChange.Access && _transaction is null)
        {
            // The change and the word of it are committed together, or neither is.
            return await RunAsync(() => WriteAsync(sql, parameters, spelling, cancellationToken), cancellationToken);
        }

        var user = sql.Whose(parameters);
        if (sql.Change is SessionChange.LastUse or SessionChange.Access)
        {
            _changed.Add(user);
        }

        try
        {
            var rows = await StatementAsync(
                connection => connection.ExecuteAsync(Command(sql, parameters, cancellationToken, spelling)),
                writes: true,
                cancellationToken
            );
            if (sql.Change == SessionChange.Access && rows > 0)
            {
                _announced.Add(user);
            }

            return rows;
        }
        finally
        {
            // Inside a transaction nothing has changed for others before its end.
            if (_transaction is null)
            {
                ForgetChanged();
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
        catch (DbException e) when (database.Reword(e) is { } worded)
        {
            throw worded;
        }
    }

    // SQL Server may choose a single statement, even a SELECT, as the victim of a deadlock: one that walks an index meets
    // one that changes the row behind it. It is undone whole, so it may be run again like a transaction.
    private async Task<T> StatementAsync<T>(Func<DbConnection, Task<T>> statement, bool writes, CancellationToken cancellationToken) =>
        _transaction is not null
            ? await statement(_transaction.Connection!)
            : await RepeatAsync(
                async () =>
                {
                    using var turn = writes ? await database.EnterWriteAsync(cancellationToken) : default;
                    await using var connection = await database.OpenAsync(cancellationToken);
                    return await statement(connection);
                },
                MaxStatementRuns,
                cancellationToken
            );

    private async Task<T> RepeatAsync<T>(Func<Task<T>> work, int maxRuns, CancellationToken cancellationToken)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                return await work();
            }
            catch (DbException e) when (cancellationToken.IsCancellationRequested)
            {
                // SqlClient reports a statement that was called off as an error of the server.
                throw new OperationCanceledException("The statement was called off.", e, cancellationToken);
            }
            catch (ConcurrencyConflictException) when (run < maxRuns) { }
            catch (DbException e) when (run < maxRuns && database.IsTransient(e)) { }

            // Another transaction was faster: let it finish. The clock of the machine, because that one goes by no other.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(run, 20)), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<T> RunOnceAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = await database.EnterWriteAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        // On SQLite this is BEGIN IMMEDIATE: the write lock is taken before the first read.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        _transaction = transaction;
        try
        {
            var result = await work();
            await SessionVersionRepository.RaiseAsync(this, _announced, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _transaction = null;
            _announced.Clear();
            ForgetChanged();
        }
    }

    // After the end, however it came: a commit whose answer was lost counts too, and forgetting too much costs a read.
    private void ForgetChanged()
    {
        foreach (var userId in _changed)
        {
            if (userId is { } known)
            {
                freshness.Forget(known);
            }
            else
            {
                freshness.ForgetAll();
            }
        }

        _changed.Clear();
    }

    private CommandDefinition Command<TParameters>(
        Sql<TParameters> sql,
        TParameters parameters,
        CancellationToken cancellationToken,
        Func<string, string>? spelling = null
    )
    {
        var text = sql.For(database.Provider);
        return new(spelling?.Invoke(text) ?? text, parameters, _transaction, cancellationToken: cancellationToken);
    }
}
