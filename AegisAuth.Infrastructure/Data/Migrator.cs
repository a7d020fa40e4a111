using System.Data;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.KeyRing;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Data;

/// <summary>Brings the schema up to date with DbUp, one node at a time.</summary>
internal sealed class Migrator(
    IOptions<DatabaseOptions> options,
    DatabaseFile file,
    KeyRotation keyRotation,
    TimeProvider time,
    ILogger<Migrator> logger
) : IMigrator
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    private readonly DatabaseOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task RunAsync(Func<Task> seed, CancellationToken cancellationToken)
    {
        DatabasePlace.RefuseOld(_options);
        file.Create();
        await using var held = await TakeLockAsync(cancellationToken);
        if (_options.Provider == DatabaseProvider.Sqlite)
        {
            await using var connection = new SqliteConnection(_options.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL;");
        }

        var result = Engine().PerformUpgrade();
        if (!result.Successful)
        {
            throw new MigrationException($"The migration {result.ErrorScript?.Name} failed: {Sentence(result.Error)}", result.Error);
        }

        file.Remember();
        keyRotation.StartupTasks();
        await seed();
    }

    /// <summary>Does something that one node at a time may do.</summary>
    public async Task RunAloneAsync(Action work, CancellationToken cancellationToken)
    {
        await using var held = await TakeLockAsync(cancellationToken);
        work();
    }

    /// <inheritdoc/>
    public bool IsUpToDate() => !Engine().IsUpgradeRequired();

    // Messages of SqlClient go on over several lines; the first says what is wrong.
    private static string Sentence(Exception e) => e.Message.ReplaceLineEndings("\n").Split('\n')[0];

    private UpgradeEngine Engine()
    {
        var builder = _options.Provider switch
        {
            DatabaseProvider.Sqlite => DeployChanges.To.SqliteDatabase(_options.ConnectionString),
            DatabaseProvider.SqlServer => DeployChanges.To.SqlDatabase(_options.ConnectionString),
        };
        var folder = $".Migrations.{_options.Provider}.";
        return builder
            .WithScriptsEmbeddedInAssembly(typeof(Migrator).Assembly, name => name.Contains(folder, StringComparison.OrdinalIgnoreCase))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new DbUpLog(logger))
            .Build();
    }

    // Two nodes may start together: the second waits here and finds nothing left to do.
    private async Task<IAsyncDisposable> TakeLockAsync(CancellationToken cancellationToken) =>
        _options.Provider switch
        {
            DatabaseProvider.Sqlite => await FileLock.TakeAsync(SqlitePath() + ".migrating", LockTimeout, time, cancellationToken),
            DatabaseProvider.SqlServer => await TakeAppLockAsync(cancellationToken),
        };

    private string SqlitePath() => new SqliteConnectionStringBuilder(_options.ConnectionString).DataSource;

    private async Task<SqlConnection> TakeAppLockAsync(CancellationToken cancellationToken)
    {
        // Not from the pool: a lock of a session outlives the return to it, and the other nodes would wait for a lock that
        // nobody uses. Without the pool the lock ends with this connection, however that ends.
        var connection = new SqlConnection(new SqlConnectionStringBuilder(_options.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            var parameters = new DynamicParameters();
            parameters.Add("@Resource", "AegisAuth.Migrator");
            parameters.Add("@LockMode", "Exclusive");
            parameters.Add("@LockOwner", "Session");
            parameters.Add("@LockTimeout", (int)LockTimeout.TotalMilliseconds);
            parameters.Add("@Result", dbType: DbType.Int32, direction: ParameterDirection.ReturnValue);
            await connection.ExecuteAsync(
                "sp_getapplock",
                parameters,
                commandTimeout: (int)LockTimeout.TotalSeconds + 10,
                commandType: CommandType.StoredProcedure
            );
            if (parameters.Get<int>("@Result") < 0)
            {
                throw new MigrationException($"Another node has held the migration lock for {LockTimeout.TotalSeconds} seconds.");
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class DbUpLog(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Log(LogLevel.Trace, format, args);

        public void LogDebug(string format, params object[] args) => Log(LogLevel.Debug, format, args);

        public void LogInformation(string format, params object[] args) => Log(LogLevel.Debug, format, args);

        public void LogWarning(string format, params object[] args) => Log(LogLevel.Warning, format, args);

        public void LogError(string format, params object[] args) => Log(LogLevel.Error, format, args);

        public void LogError(Exception ex, string format, params object[] args) =>
            logger.LogError(ex, "{Message}", string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));

        private void Log(LogLevel level, string format, object[] args)
        {
            if (logger.IsEnabled(level))
            {
                logger.Log(level, "{Message}", string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));
            }
        }
    }
}
