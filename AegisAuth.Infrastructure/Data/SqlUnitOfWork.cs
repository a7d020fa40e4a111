using System.Data;
using System.Data.Common;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Infrastructure.Data.Repositories;
using Dapper;
using Microsoft.Data.SqlClient;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// What the repositories of one request share: the open transaction, where there is one. Outside of a
/// transaction each statement has a connection of its own.
/// </summary>
internal sealed class SqlUnitOfWork(Database database, SessionCache cache) : IUnitOfWork
{
    private const int MaxRuns = 100;
    private const int MaxStatementRuns = 5;

    // Whose sessions the open transaction changes, and which of those other nodes must know of; null stands for everybody.
    private readonly HashSet<long?> _changed = [];
    private readonly HashSet<long?> _announced = [];

    private DbTransaction? _transaction;

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        _transaction is not null
            ? await work()
            : await RepeatAsync(left => RunOnceAsync(work, left, cancellationToken), MaxRuns, cancellationToken);

    public Task<int> ExecuteAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        WordedAsync(() => WriteAsync(sql, parameters, cancellationToken));

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
    /// <remarks>Both engines let a transaction go on after a statement that lost against a unique constraint.</remarks>
    public Task<bool> TryInsertAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        WordedAsync(async () =>
        {
            try
            {
                await WriteAsync(sql, parameters, cancellationToken);
                return true;
            }
            catch (DbException e) when (Database.IsUniqueViolation(e))
            {
                return false;
            }
        });

    private async Task<int> WriteAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
    {
        if (sql.Change == SessionChange.Access && _transaction is null)
        {
            // The change and the word of it are committed together, or neither is.
            return await RunAsync(() => WriteAsync(sql, parameters, cancellationToken), cancellationToken);
        }

        var user = (parameters as IUserScoped)?.UserId;
        if (sql.Change != SessionChange.None)
        {
            _changed.Add(user);
        }

        try
        {
            var rows = await StatementAsync(
                connection => connection.ExecuteAsync(Command(sql, parameters, cancellationToken)),
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

    private static async Task<T> WordedAsync<T>(Func<Task<T>> statement)
    {
        try
        {
            return await statement();
        }
        catch (SqlException e) when (StatementException.IsNeeded(e))
        {
            throw StatementException.Of(e);
        }
    }

    // SQL Server may choose a single statement, even a SELECT, as the victim of a deadlock: one that walks an index meets
    // one that changes the row behind it. It is undone whole, so it may be run again like a transaction.
    private async Task<T> StatementAsync<T>(Func<DbConnection, Task<T>> statement, bool writes, CancellationToken cancellationToken) =>
        _transaction is not null
            ? await statement(_transaction.Connection!)
            : await RepeatAsync(
                async left =>
                {
                    using var turn = writes ? await database.EnterWriteAsync(left, cancellationToken) : default;
                    await using var connection = await database.OpenAsync(cancellationToken);
                    return await statement(connection);
                },
                MaxStatementRuns,
                cancellationToken
            );

    // The time that is left to wait for others is that of the machine: a test that holds the program's clock still, and an
    // operator who turns it, wait no longer for a lock.
    private static async Task<T> RepeatAsync<T>(Func<TimeSpan, Task<T>> work, int maxRuns, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var run = 1; ; run++)
        {
            var left = Database.Patience - TimeProvider.System.GetElapsedTime(started);
            try
            {
                return await work(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
            catch (DbException e) when (cancellationToken.IsCancellationRequested)
            {
                // SqlClient reports a statement that was called off as an error of the server.
                throw new OperationCanceledException("The statement was called off.", e, cancellationToken);
            }
            catch (DbException e) when (Database.IsBusy(e) && TimeProvider.System.GetElapsedTime(started) >= Database.Patience)
            {
                throw new DatabaseBusyException(e);
            }
            catch (DbException e) when (Database.IsBusy(e) && Database.IsTransient(e)) { }
            catch (ConcurrencyConflictException) when (run < maxRuns) { }
            catch (DbException e) when (run < maxRuns && Database.IsTransient(e)) { }

            // Another transaction was faster: let it finish.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(run, 20)), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<T> RunOnceAsync<T>(Func<Task<T>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var turn = await database.EnterWriteAsync(patience, cancellationToken);
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
                cache.Forget(known);
            }
            else
            {
                cache.ForgetAll();
            }
        }

        _changed.Clear();
    }

    private CommandDefinition Command<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        new(
            sql.For(database.Provider),
            parameters,
            _transaction,
            // SQLite's is that of the connection.
            database.Provider == DatabaseProvider.SqlServer
                ? (int)Database.Patience.TotalSeconds
                : null,
            cancellationToken: cancellationToken
        );
}
