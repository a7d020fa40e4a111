using System.Data.Common;
using System.Globalization;
using AegisAuth.Application.Cleanup;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// SQLite keeps the pages of deleted rows in its file for ever, unless it is told at the first table to write down what
/// a page needs to be moved (<c>auto_vacuum</c>), and told now and then to give the free ones back.
/// </summary>
internal sealed class DatabaseSpace(Database database) : IDatabaseSpace
{
    private const long Incremental = 2;

    /// <inheritdoc/>
    public async Task<int> ReturnAsync(int pages, CancellationToken cancellationToken)
    {
        if (database.Provider != DatabaseProvider.Sqlite)
        {
            return 0;
        }

        using var turn = await database.EnterWriteAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var free = await FreePagesAsync(connection);
        if (free == 0)
        {
            return 0;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA incremental_vacuum({pages.ToString(CultureInfo.InvariantCulture)})";
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            // One row for each page: where only the first is read, only one page is freed.
            while (await rows.ReadAsync(cancellationToken)) { }
        }

        // The file gets shorter when its log is written into it.
        await connection.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)");
        return (int)(free - await FreePagesAsync(connection));
    }

    /// <summary>
    /// Prepares a SQLite file. A new one gets the setting before its first table; one from before is rewritten once, which
    /// takes its own size on the disk for a moment.
    /// </summary>
    /// <returns>False where an older file could not be rewritten: it works as before, and the next start tries again.</returns>
    public static async Task<bool> PrepareAsync(SqliteConnection connection)
    {
        if (await connection.ExecuteScalarAsync<long>("PRAGMA auto_vacuum") == Incremental)
        {
            return true;
        }

        await connection.ExecuteAsync("PRAGMA auto_vacuum = INCREMENTAL");
        if (await connection.ExecuteScalarAsync<long>("PRAGMA page_count") == 0)
        {
            return true;
        }

        try
        {
            await connection.ExecuteAsync("VACUUM");
            return true;
        }
        catch (SqliteException)
        {
            // Another process uses the file, or the disk is full.
            return false;
        }
    }

    private static Task<long> FreePagesAsync(DbConnection connection) => connection.ExecuteScalarAsync<long>("PRAGMA freelist_count");
}
