using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AegisAuth.Infrastructure.Data.Engines;

/// <summary>PostgreSQL 13 and later.</summary>
internal sealed class PostgreSqlDatabase : Database
{
    // "AegisAut" in ASCII: any number will do that other programs on the same database do not lock.
    private const long MigrationLock = 0x4165_6769_7341_7574;

    private readonly NpgsqlDataSource _source;
    private readonly string _connectionString;

    public PostgreSqlDatabase(IOptions<DatabaseOptions> options)
    {
        _connectionString = WithDefaults(options.Value.ConnectionString);
        _source = NpgsqlDataSource.Create(_connectionString);
    }

    public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

    public override bool Batches => true;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    public override async Task<DateTimeOffset?> ClockAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return DateTimeOffset.FromUnixTimeMilliseconds(
            await connection.ExecuteScalarAsync<long>("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint")
        );
    }

    public override bool IsUniqueViolation(DbException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation;

    public override bool IsTransient(DbException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    public override bool IsBusy(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    // 53100 is a full disk, 25006 a server that only reads.
    public override bool IsNotWritable(DbException exception) =>
        exception.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction;

    // What is no answer of the server is about the connection: closed, timed out, or none free in the pool. Of the answers,
    // 08 is the connection, 53 too many of them or no space, 57 the server that starts or stops.
    public override bool IsAway(Exception exception) =>
        exception switch
        {
            PostgresException e => e.SqlState[..2] is "08" or "53" or "57",
            NpgsqlException or SocketException => true,
            _ => false,
        };

    // Quoted: 22P02 what was no number, and with "Include Error Detail" the whole row. Classes 08, 53 and 57 are about the
    // connection and the server, and quote nothing.
    public override StatementException? Reword(DbException exception) =>
        exception is PostgresException e && !IsTransient(e) && e.SqlState[..2] is not ("08" or "53" or "57")
            ? new StatementException(
                $"PostgreSQL refused a statement: error {e.SqlState}, table {e.TableName ?? "-"}, constraint {e.ConstraintName ?? "-"}."
            )
            : null;

    // A violation would end the whole transaction here.
    public override string TryInsert(string insert) => insert + " ON CONFLICT DO NOTHING";

    public override UpgradeEngineBuilder Upgrade() => DeployChanges.To.PostgresqlDatabase(_connectionString);

    public override async Task<IAsyncDisposable> LockMigrationAsync(CancellationToken cancellationToken)
    {
        // Not from the pool, so that the lock ends with this connection, however that ends. A start may wait a little longer.
        var unpooled = new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false, Timeout = 15 }.ConnectionString;
        var connection = await OpenOrDisposeAsync(new NpgsqlConnection(unpooled), cancellationToken);
        try
        {
            var wait = (int)MigrationLockTimeout.TotalSeconds;
            await connection.ExecuteAsync($"SET lock_timeout = '{wait}s'");
            await connection.ExecuteAsync("SELECT pg_advisory_lock(@Key)", new { Key = MigrationLock }, commandTimeout: wait + 10);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            throw e is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } ? MigrationIsHeld(e) : e;
        }
    }

    public override void Dispose()
    {
        _source.Dispose();
        base.Dispose();
    }

    // What the connection string does not say. Two nodes stay below the hundred connections that a server has by default,
    // and a statement that comes again and again is planned once. A server that is away is told within two seconds; a
    // statement waits for others a little longer.
    private static string WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        SetUnlessGiven(settings, "Maximum Pool Size", 40);
        SetUnlessGiven(settings, "Max Auto Prepare", 100);
        SetUnlessGiven(settings, "Timeout", 2);
        SetUnlessGiven(settings, "Command Timeout", 10);
        SetUnlessGiven(settings, "Application Name", "AegisAuth");
        return settings.ConnectionString;
    }

    private static void SetUnlessGiven(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.ShouldSerialize(key))
        {
            settings[key] = value;
        }
    }
}
