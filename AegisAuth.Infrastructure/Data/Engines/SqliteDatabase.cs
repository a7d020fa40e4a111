using System.Data.Common;
using AegisAuth.Application;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Data.Engines;

/// <summary>One file, one machine.</summary>
internal sealed class SqliteDatabase(
    IOptions<DatabaseOptions> options,
    DatabaseFile file,
    TimeProvider time,
    ILogger<SqliteDatabase> logger
) : Database
{
    // SQLite has one writer at a time. Waiting for it here costs no thread; its own busy handler would block one.
    private readonly SemaphoreSlim _writer = new(1, 1);

    // The file is made once, at the start: one that was deleted since must not come back empty. The driver blocks a thread
    // while another process writes, so it gives up after a second, and RetryLoop decides how often it is asked again.
    private readonly string _connectionString = Opening(options.Value.ConnectionString, seconds: 1);

    // Migrations block only this start, and may wait longer.
    private readonly string _startConnectionString = Opening(options.Value.ConnectionString, seconds: 30);
    private volatile SqliteConnections _connections = new();
    private volatile string _pragmas = Pragmas("-16000", "268435456", "1000");

    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public override bool LocksRows => false;

    public override bool IsMissing => !File.Exists(new SqliteConnectionStringBuilder(_connectionString).DataSource);

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connections = _connections;
        if (connections.Take() is { } kept)
        {
            return kept;
        }

        var connection = await OpenOrDisposeAsync(new SqliteConnections.KeptConnection(_connectionString, connections), cancellationToken);
        try
        {
            await connection.ExecuteAsync(_pragmas);
        }
        catch
        {
            // Closed, it is not kept among those that are ready.
            await connection.CloseAsync();
            throw;
        }

        return connection;
    }

    public override async Task<DbConnection> OpenApartAsync(CancellationToken cancellationToken)
    {
        // So small a cache that what is written reaches the disk.
        var connection = await OpenOrDisposeAsync(new SqliteConnection(_connectionString), cancellationToken);
        await connection.ExecuteAsync("PRAGMA cache_size = 1;");
        return connection;
    }

    public override async ValueTask<WriteTurn> EnterWriteAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        await _writer.WaitAsync(patience, cancellationToken)
            ? new WriteTurn(_writer)
            : throw new DatabaseAwayException(new TimeoutException("Other requests held the right to write for too long."));

    public override bool IsUniqueViolation(DbException exception) => exception is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };

    // SQLITE_BUSY and SQLITE_LOCKED: another process writes. Nothing else ends a transaction of SQLite.
    public override bool IsTransient(DbException exception) => false;

    public override bool IsBusy(Exception exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 };

    // SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL.
    public override bool IsNotWritable(DbException exception) => exception is SqliteException { SqliteErrorCode: 8 or 10 or 13 };

    // Locked or busy after all waiting (5, 6), the disk (10, 13), and a file that cannot be opened (14).
    public override bool IsAway(Exception exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 or 14 };

    public override UpgradeEngineBuilder Upgrade()
    {
        DatabasePlace.RefuseOld(options.Value);
        return DeployChanges.To.SqliteDatabase(_startConnectionString);
    }

    public override void CreateIfMissing()
    {
        DatabasePlace.RefuseOld(options.Value);
        file.Create();
        file.Remember();
    }

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_startConnectionString);
        await connection.OpenAsync(cancellationToken);
        if (!await DatabaseSpace.PrepareAsync(connection))
        {
            logger.LogWarning("Freed pages stay in the database file: it could not be rewritten now, the next start tries again");
        }

        await connection.ExecuteAsync("PRAGMA journal_mode = WAL;");
    }

    public override async Task<IAsyncDisposable> LockMigrationAsync(CancellationToken cancellationToken) =>
        await FileLock.TakeAsync(
            new SqliteConnectionStringBuilder(_connectionString).DataSource + ".migrating",
            MigrationLockTimeout,
            time,
            cancellationToken
        );

    public override void Dispose()
    {
        _writer.Dispose();
        _connections.Dispose();
        base.Dispose();
    }

    // A larger cache, pages copied back from the log less often, since the same ones are written again and again, and no
    // file mapped into a memory that is to stay small.
    public override void ExpectMany()
    {
        _pragmas = Pragmas("-65536", "0", "16000");
        var before = _connections;
        _connections = new SqliteConnections();
        before.Dispose();
    }

    private static string Opening(string connectionString, int seconds) =>
        connectionString.Length == 0
            ? ""
            : new SqliteConnectionStringBuilder(connectionString)
            {
                Mode = SqliteOpenMode.ReadWrite,
                DefaultTimeout = seconds,
                // SqliteConnections is the pool.
                Pooling = false,
            }.ConnectionString;

    private static string Pragmas(string cache, string map, string checkpoint) =>
        // What is erased must be gone from the file too, and from the copies of it.
        "PRAGMA busy_timeout = 200; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; "
        + $"PRAGMA cache_size = {cache}; PRAGMA mmap_size = {map}; PRAGMA wal_autocheckpoint = {checkpoint};";
}
