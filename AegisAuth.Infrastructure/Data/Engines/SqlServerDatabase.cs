using System.Data;
using System.Data.Common;
using AegisAuth.Application;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Data.Engines;

/// <summary>SQL Server, and what speaks its protocol.</summary>
internal sealed class SqlServerDatabase(IOptions<DatabaseOptions> options) : Database
{
    private readonly string _connectionString = WithDefaults(options.Value.ConnectionString);

    public override DatabaseProvider Provider => DatabaseProvider.SqlServer;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenOrDisposeAsync(new SqlConnection(_connectionString), cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            // What the driver says when no connection of the pool became free in time.
            throw new DatabaseAwayException(e);
        }
    }

    public override async Task<DateTimeOffset?> ClockAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return DateTimeOffset.FromUnixTimeMilliseconds(
            await connection.ExecuteScalarAsync<long>("SELECT DATEDIFF_BIG(millisecond, '1970-01-01', SYSUTCDATETIME())")
        );
    }

    public override bool IsUniqueViolation(DbException exception) => exception is SqlException { Number: 2627 or 2601 };

    public override bool IsTransient(DbException exception) => exception is SqlException { Number: 1205 or 3960 };

    // The time of SET LOCK_TIMEOUT is over.
    public override bool IsBusy(Exception exception) => exception is SqlException { Number: 1222 };

    // The file group or the log is full, or the database is read-only.
    public override bool IsNotWritable(DbException exception) => exception is SqlException { Number: 1105 or 9002 or 3906 };

    // Class 20 and above ends the connection. -2 is a timeout, 4060 and 40613 a database that is not open yet.
    public override bool IsAway(Exception exception) =>
        exception
            is SqlException { Class: >= 20 }
                or SqlException { Number: -2 or -1 or 2 or 53 or 233 or 258 or 4060 or 40613 or 10054 or 10060 };

    // Quoted: 2627 a duplicate key, 2628 what was too long, 245 what was no number. The driver's own messages (no number)
    // and those about the connection (class 20 and above) quote nothing.
    public override StatementException? Reword(DbException exception) =>
        exception is SqlException { Number: > 0, Class: < 20 } e && !IsTransient(e) && !IsBusy(e)
            ? new StatementException(
                $"SQL Server refused a statement: error {e.Number}, state {e.State}, class {e.Class}, line {e.LineNumber}."
            )
            : null;

    public override UpgradeEngineBuilder Upgrade() => DeployChanges.To.SqlDatabase(_connectionString);

    public override async Task<IAsyncDisposable> LockMigrationAsync(CancellationToken cancellationToken)
    {
        // Not from the pool: a lock of a session outlives the return to it, and the other nodes would wait for a lock that
        // no node uses. Without the pool the lock ends with this connection, however that ends.
        var unpooled = new SqlConnectionStringBuilder(_connectionString) { Pooling = false, ConnectTimeout = 15 }.ConnectionString;
        var connection = await OpenOrDisposeAsync(new SqlConnection(unpooled), cancellationToken);
        try
        {
            var parameters = new DynamicParameters();
            parameters.Add("@Resource", "AegisAuth.Migrator");
            parameters.Add("@LockMode", "Exclusive");
            parameters.Add("@LockOwner", "Session");
            parameters.Add("@LockTimeout", (int)MigrationLockTimeout.TotalMilliseconds);
            parameters.Add("@Result", dbType: DbType.Int32, direction: ParameterDirection.ReturnValue);
            await connection.ExecuteAsync(
                "sp_getapplock",
                parameters,
                commandTimeout: (int)MigrationLockTimeout.TotalSeconds + 10,
                commandType: CommandType.StoredProcedure
            );
            return parameters.Get<int>("@Result") >= 0 ? connection : throw MigrationIsHeld();
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // What the connection string does not say: a server that is away is told within two seconds, and one that is back is used
    // at once. By itself the driver refuses for up to a minute without asking again, and waits ten seconds between two tries.
    private static string WithDefaults(string connectionString)
    {
        var settings = new SqlConnectionStringBuilder(connectionString);
        SetUnlessGiven(settings, "Connect Timeout", 2);
        SetUnlessGiven(settings, "Command Timeout", 10);
        SetUnlessGiven(settings, "Connect Retry Count", 0);
        SetUnlessGiven(settings, "Pool Blocking Period", PoolBlockingPeriod.NeverBlock);
        SetUnlessGiven(settings, "Application Name", "AegisAuth");
        return settings.ConnectionString;
    }

    private static void SetUnlessGiven(SqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.ShouldSerialize(key))
        {
            settings[key] = value;
        }
    }
}
