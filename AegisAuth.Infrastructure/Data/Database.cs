using System.Data.Common;
using System.Runtime.CompilerServices;
using AegisAuth.Application.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Data;

/// <summary>The dialect seam: what differs between the two engines beside the spelling of a statement.</summary>
internal sealed class Database : IDisposable
{
    // SQLite has one writer at a time. Waiting for it here costs no thread; its own busy handler would block one.
    private readonly SemaphoreSlim _sqliteWriter = new(1, 1);
    private readonly ConditionalWeakTable<object, object?> _tuned = [];
    private readonly string _connectionString;

    public Database(IOptions<DatabaseOptions> options)
    {
        Provider = options.Value.Provider;
        _connectionString = options.Value.ConnectionString;
        if (Provider == DatabaseProvider.Sqlite)
        {
            // The migration makes the file; a deleted one must not come back empty. The driver blocks a thread while
            // another process writes, so it gives up after a second and SqlUnitOfWork decides how often.
            _connectionString = new SqliteConnectionStringBuilder(_connectionString)
            {
                Mode = SqliteOpenMode.ReadWrite,
                DefaultTimeout = 1,
            }.ConnectionString;
        }
    }

    /// <summary>How long a statement or a transaction may wait for others.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    public DatabaseProvider Provider { get; }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (Provider == DatabaseProvider.SqlServer)
        {
            var sqlServer = new SqlConnection(_connectionString);
            await OpenOrDisposeAsync(sqlServer, cancellationToken);
            return sqlServer;
        }

        var sqlite = new SqliteConnection(_connectionString);
        await OpenOrDisposeAsync(sqlite, cancellationToken);
        Tune(sqlite);
        return sqlite;
    }

    /// <summary>A connection of its own for a probe: no pool, and so small a cache that what is written reaches the disk.</summary>
    public async Task<DbConnection> OpenApartAsync(CancellationToken cancellationToken)
    {
        if (Provider == DatabaseProvider.SqlServer)
        {
            return await OpenAsync(cancellationToken);
        }

        var sqlite = new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await OpenOrDisposeAsync(sqlite, cancellationToken);
        await using var command = sqlite.CreateCommand();
        command.CommandText = "PRAGMA cache_size = 1;";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return sqlite;
    }

    /// <summary>Holds the right to write until it is disposed. On SQL Server everybody has it.</summary>
    /// <exception cref="DatabaseBusyException">Others had it for too long.</exception>
    public ValueTask<WriteTurn> EnterWriteAsync(CancellationToken cancellationToken) => EnterWriteAsync(Patience, cancellationToken);

    /// <summary>The same, waiting as long as given.</summary>
    public async ValueTask<WriteTurn> EnterWriteAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Provider == DatabaseProvider.SqlServer)
        {
            return default;
        }

        if (!await _sqliteWriter.WaitAsync(patience, cancellationToken))
        {
            throw new DatabaseBusyException();
        }

        return new WriteTurn(_sqliteWriter);
    }

    /// <summary>Whether the statement lost against a unique constraint.</summary>
    public static bool IsUniqueViolation(DbException exception) =>
        exception switch
        {
            SqlException sql => sql.Number is 2627 or 2601,
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 1555 or 2067,
            _ => false,
        };

    /// <summary>Whether the engine gave up this transaction for another one: the whole work may be run again.</summary>
    public static bool IsTransient(DbException exception) =>
        exception switch
        {
            SqlException sql => sql.Number is 1205 or 3960,
            _ => IsBusy(exception) && exception is SqliteException,
        };

    /// <summary>Whether another transaction holds what the statement needs, and the waiting for it ended.</summary>
    public static bool IsBusy(DbException exception) =>
        exception switch
        {
            // The time of the command is over, or that of SET LOCK_TIMEOUT.
            SqlException sql => sql.Number is -2 or 1222,
            SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6,
            _ => false,
        };

    /// <summary>Whether the engine has no room, or may not write.</summary>
    public static bool IsNotWritable(DbException exception) =>
        exception switch
        {
            // SQL Server: the file group or the log is full, or the database is read-only.
            SqlException sql => sql.Number is 1105 or 9002 or 3906,
            // SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL.
            SqliteException sqlite => sqlite.SqliteErrorCode is 8 or 10 or 13,
            _ => false,
        };

    public void Dispose() => _sqliteWriter.Dispose();

    private static async Task OpenOrDisposeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Pooled connections keep their pragmas, so each native handle is tuned once.
    private void Tune(SqliteConnection connection)
    {
        var handle = connection.Handle!;
        if (_tuned.TryGetValue(handle, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText =
            "PRAGMA busy_timeout = 200; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA mmap_size = 268435456;";
        command.ExecuteNonQuery();
        _tuned.AddOrUpdate(handle, null);
    }
}

/// <summary>The right to write; given back on disposal.</summary>
internal readonly struct WriteTurn(SemaphoreSlim? writer) : IDisposable
{
    public void Dispose() => writer?.Release();
}
