using System.Data.Common;
using System.Runtime.CompilerServices;
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
    private volatile string _pragmas = Pragmas("-16000", "268435456", "1000");

    public Database(IOptions<DatabaseOptions> options)
    {
        Provider = options.Value.Provider;
        _connectionString = options.Value.ConnectionString;
    }

    public DatabaseProvider Provider { get; }

    /// <summary>
    /// A lot will be written by this process, and nothing else done: SQLite gets a larger cache, copies pages back from its log
    /// less often, since it writes the same ones again and again, and maps no file into a memory that is to stay small.
    /// </summary>
    public void ExpectMany()
    {
        if (Provider == DatabaseProvider.Sqlite)
        {
            _pragmas = Pragmas("-65536", "0", "16000");
            using var any = new SqliteConnection(_connectionString);
            SqliteConnection.ClearPool(any);
        }
    }

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

    /// <summary>Holds the right to write until it is disposed. On SQL Server everybody has it.</summary>
    public async ValueTask<WriteTurn> EnterWriteAsync(CancellationToken cancellationToken)
    {
        if (Provider == DatabaseProvider.SqlServer)
        {
            return default;
        }

        await _sqliteWriter.WaitAsync(cancellationToken);
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
            SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6,
            _ => false,
        };

    public void Dispose() => _sqliteWriter.Dispose();

    private static string Pragmas(string cache, string map, string checkpoint) =>
        "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; "
        + $"PRAGMA cache_size = {cache}; PRAGMA mmap_size = {map}; PRAGMA wal_autocheckpoint = {checkpoint};";

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
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
        _tuned.AddOrUpdate(handle, null);
    }
}

/// <summary>The right to write; given back on disposal.</summary>
internal readonly struct WriteTurn(SemaphoreSlim? writer) : IDisposable
{
    public void Dispose() => writer?.Release();
}
