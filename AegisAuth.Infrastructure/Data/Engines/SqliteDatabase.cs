using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Data.Engines;

/// <summary>One file, one machine.</summary>
internal sealed class SqliteDatabase(IOptions<DatabaseOptions> options, TimeProvider time, ILogger<SqliteDatabase> logger) : Database
{
    // SQLite has one writer at a time. Waiting for it here costs no thread; its own busy handler would block one.
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly ConditionalWeakTable<object, object?> _tuned = [];
    private readonly string _connectionString = options.Value.ConnectionString;
    private volatile string _pragmas = Pragmas("-16000", "268435456", "1000");

    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public override bool LocksRows => false;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        await OpenOrDisposeAsync(connection, cancellationToken);
        Tune(connection);
        return connection;
    }

    public override async ValueTask<WriteTurn> EnterWriteAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new WriteTurn(_writer);
    }

    public override bool IsUniqueViolation(DbException exception) => exception is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };

    public override bool IsTransient(DbException exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 };

    // Locked or busy after all waiting (5, 6), the disk (10, 13), and a file that cannot be opened (14).
    public override bool IsAway(Exception exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 or 14 };

    public override UpgradeEngineBuilder Upgrade() => DeployChanges.To.SqliteDatabase(_connectionString);

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_connectionString);
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
        base.Dispose();
    }

    // A larger cache, pages copied back from the log less often, since the same ones are written again and again, and no
    // file mapped into a memory that is to stay small.
    public override void ExpectMany()
    {
        _pragmas = Pragmas("-65536", "0", "16000");
        using var any = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(any);
    }

    private static string Pragmas(string cache, string map, string checkpoint) =>
        "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; "
        + $"PRAGMA cache_size = {cache}; PRAGMA mmap_size = {map}; PRAGMA wal_autocheckpoint = {checkpoint};";

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
