using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Operation;
using AegisAuth.Application.Sessions;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Data.Engines;
using AegisAuth.Infrastructure.Data.Repositories;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>The online backup of SQLite. Servers have tools of their own, which know where their data and their logs lie.</summary>
internal sealed class DatabaseBackup(
    IOptions<DatabaseOptions> options,
    DatabaseFile database,
    IMigrator migrator,
    SessionFreshness freshness,
    TimeProvider time,
    ILogger<SqliteDatabase> logger
) : IDatabaseBackup
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const string ClearSecret = "%requiresEncryption%";

    public string? Instead { get; } =
        options.Value.Provider switch
        {
            DatabaseProvider.Sqlite => null,
            DatabaseProvider.PostgreSql =>
                "--backup copies a SQLite file. The database is on PostgreSQL: use pg_dump --format=custom, and pg_restore to bring it back.",
            DatabaseProvider.SqlServer =>
                "--backup copies a SQLite file. The database is on SQL Server: use BACKUP DATABASE with CHECKSUM, and RESTORE DATABASE to bring it back.",
        };

    /// <inheritdoc/>
    public async Task<BackupReport> WriteAsync(string file, CancellationToken cancellationToken)
    {
        var whole = Path.GetFullPath(file);
        var partial = whole + ".partial";
        if (database.Is(whole))
        {
            throw new IOException($"{file} is the database itself: a copy needs a file of its own.");
        }

        var isOfThisVersion = migrator.IsUpToDate() && migrator.FindNewer() is null;
        File.Delete(partial);
        // Made before SQLite opens it, for its owner alone.
        await using (new FileStream(partial, DatabaseFile.Own(FileMode.CreateNew, FileShare.ReadWrite))) { }

        await using (var source = await OpenAsync(options.Value.ConnectionString, SqliteOpenMode.ReadWrite, cancellationToken))
        {
            await using var copy = await OpenAsync(Naming(partial), SqliteOpenMode.ReadWrite, cancellationToken);
            // In one step: a transaction that only reads. Writers go on meanwhile, and the copy is of one moment.
            source.BackupDatabase(copy);
            // One file, without a log beside it.
            await copy.ExecuteAsync("PRAGMA journal_mode = DELETE;");
        }

        var report = await TryCheckAsync(partial, isOfThisVersion, cancellationToken);
        if (!report.IsWhole)
        {
            return report;
        }

        await using (var written = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
        {
            written.Flush(flushToDisk: true);
        }

        File.Move(partial, whole, overwrite: true);
        return report with { File = whole };
    }

    private async Task<BackupReport> TryCheckAsync(string file, bool isOfThisVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAsync(file, isOfThisVersion, cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NotADatabase)
        {
            // So damaged that the check itself ends.
            return new BackupReport(file, new FileInfo(file).Length, e.Message, Audit: null, ReadsAlone: true);
        }
    }

    private async Task<BackupReport> CheckAsync(string file, bool isOfThisVersion, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(Naming(file), SqliteOpenMode.ReadWrite, cancellationToken);
        var found = (await connection.QueryAsync<string>("PRAGMA integrity_check;")).AsList();
        var fault = found is ["ok"] ? null : string.Join("; ", found.Take(3));
        var isClear =
            fault is null
            && await connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM data_protection_keys WHERE xml LIKE @Text",
                new { Text = ClearSecret }
            ) > 0;
        var audit = fault is null && isOfThisVersion ? await VerifyAsync(file, cancellationToken) : null;
        return new BackupReport(file, new FileInfo(file).Length, fault, audit, isClear);
    }

    private async Task<AuditVerdict> VerifyAsync(string file, CancellationToken cancellationToken)
    {
        var itsOptions = Options.Create(new DatabaseOptions { ConnectionString = Naming(file) + ";Pooling=False" });
        using var copy = new SqliteDatabase(itsOptions, new DatabaseFile(itsOptions), time, logger);
        var unitOfWork = new SqlUnitOfWork(copy, freshness);
        return await new AuditVerification(new AuditLogReader(unitOfWork), unitOfWork).RunAsync(cancellationToken);
    }

    // The name of a file may hold what ends a value of a connection string.
    private static string Naming(string file) => new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;

    private static async Task<SqliteConnection> OpenAsync(string connectionString, SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var own = new SqliteConnectionStringBuilder(connectionString)
        {
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        };
        var connection = new SqliteConnection(own.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
