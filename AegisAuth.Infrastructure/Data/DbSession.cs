using System.Data;
using System.Data.Common;
using AegisAuth.Application;
using Dapper;
using Microsoft.Data.SqlClient;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// What the repositories of one request share: the open transaction, where there is one. Outside of a
/// transaction each statement has a connection of its own.
/// </summary>
internal sealed class DbSession(Database database, TimeProvider time) : IUnitOfWork
{
    private const int MaxRuns = 100;

    private DbTransaction? _transaction;

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (_transaction is not null)
        {
            return await work();
        }

        for (var run = 1; ; run++)
        {
            try
            {
                return await RunOnceAsync(work, cancellationToken);
            }
            catch (StaleRowException) when (run < MaxRuns) { }
            catch (DbException e) when (run < MaxRuns && Database.IsTransient(e)) { }

            // Another transaction was faster: let it finish.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(run, 20)), time, cancellationToken);
        }
    }

    public async Task<int> ExecuteAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(sql, parameters, cancellationToken);
        }
        catch (SqlException e) when (StatementException.IsNeeded(e))
        {
            throw StatementException.Of(e);
        }
    }

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
    public async Task<bool> TryInsertAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
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
        catch (SqlException e) when (StatementException.IsNeeded(e))
        {
            throw StatementException.Of(e);
        }
    }

    private async Task<int> WriteAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
    {
        if (_transaction is not null)
        {
            return await _transaction.Connection!.ExecuteAsync(Command(sql, parameters, cancellationToken));
        }

        using var turn = await database.EnterWriteAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(Command(sql, parameters, cancellationToken));
    }

    private async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            if (_transaction is not null)
            {
                return await read(_transaction.Connection!);
            }

            await using var connection = await database.OpenAsync(cancellationToken);
            return await read(connection);
        }
        catch (SqlException e) when (StatementException.IsNeeded(e))
        {
            throw StatementException.Of(e);
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
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _transaction = null;
        }
    }

    private CommandDefinition Command<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken) =>
        new(sql.For(database.Provider), parameters, _transaction, cancellationToken: cancellationToken);
}
