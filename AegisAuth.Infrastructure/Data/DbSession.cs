using System.Data;
using System.Data.Common;
using AegisAuth.Application;
using AegisAuth.Application.Sessions;
using Dapper;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// What the repositories of one request share: the open transaction, where there is one. Outside of a
/// transaction each statement has a connection of its own.
/// </summary>
internal sealed class DbSession(Database database, SessionCache cache, TimeProvider time) : IUnitOfWork
{
    private const int MaxRuns = 100;

    // Whose sessions the open transaction changes; null stands for everybody.
    private readonly HashSet<long?> _changed = [];

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
        if (sql.ChangesSessions)
        {
            _changed.Add((parameters as IConcernsUser)?.UserId);
        }

        if (_transaction is not null)
        {
            return await _transaction.Connection!.ExecuteAsync(Command(sql, parameters, cancellationToken));
        }

        try
        {
            using var turn = await database.EnterWriteAsync(cancellationToken);
            await using var connection = await database.OpenAsync(cancellationToken);
            return await connection.ExecuteAsync(Command(sql, parameters, cancellationToken));
        }
        finally
        {
            ForgetChanged();
        }
    }

    public async Task<TRow?> FindAsync<TRow, TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
    {
        if (_transaction is not null)
        {
            return await _transaction.Connection!.QueryFirstOrDefaultAsync<TRow>(Command(sql, parameters, cancellationToken));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<TRow>(Command(sql, parameters, cancellationToken));
    }

    public async Task<IReadOnlyList<TRow>> ListAsync<TRow, TParameters>(
        Sql<TParameters> sql,
        TParameters parameters,
        CancellationToken cancellationToken
    )
    {
        if (_transaction is not null)
        {
            return (await _transaction.Connection!.QueryAsync<TRow>(Command(sql, parameters, cancellationToken))).AsList();
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<TRow>(Command(sql, parameters, cancellationToken))).AsList();
    }

    /// <summary>Runs an INSERT; false when a row with that key exists already.</summary>
    /// <remarks>Both engines let a transaction go on after a statement that lost against a unique constraint.</remarks>
    public async Task<bool> TryInsertAsync<TParameters>(Sql<TParameters> sql, TParameters parameters, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(sql, parameters, cancellationToken);
            return true;
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
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
        new(sql.For(database.Provider), parameters, _transaction, cancellationToken: cancellationToken);
}
