using System.Globalization;
using System.IO.Compression;
using AegisAuth.Tests.Data;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AegisAuth.Tests.Upgrade;

/// <summary>
/// The databases of every released schema, each with a super administrator, a site user and an admin session. They are made
/// by <c>make.py</c>, once for each migration, and never again.
/// </summary>
internal static class ReleasedSchemas
{
    public const string AdminPassword = "of a released schema";
    public const string AdminToken = "aegis_dhN0VkQk84Ewn2GJEYkdO7TyPQTHsGGdOtgHGZNHQxQ";
    public const string UserName = "released";
    public const string UserPassword = "of a site user 1";

    private const string End = ".db.gz";
    private const string Journal = "SchemaVersions";

    /// <summary>Their names, such as <c>001_schema</c>, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Directory.EnumerateFiles(Folder, "*" + End).Select(file => Path.GetFileName(file)[..^End.Length]).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Upgrade", "Released");

    /// <summary>Unpacks one as <c>aegisauth.db</c> into a folder. Its session is alive again.</summary>
    public static async Task UnpackAsync(string name, string folder)
    {
        var file = Path.Combine(folder, "aegisauth.db");
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, name + End)), CompressionMode.Decompress))
        {
            await using var plain = File.Create(file);
            await packed.CopyToAsync(plain);
        }

        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE sessions SET expires_at = @End";
        command.Parameters.AddWithValue("@End", TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds());
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Brings an empty PostgreSQL database to the same schema, with what the unpacked file in this folder holds.</summary>
    public static async Task CopyToPostgreSqlAsync(string name, string folder, EmptyDatabase database)
    {
        await using var server = new NpgsqlConnection(database.ConnectionString);
        await server.OpenAsync();
        await ExecuteAsync(
            server,
            $"CREATE TABLE {Journal} (schemaversionsid SERIAL PRIMARY KEY, scriptname VARCHAR(255) NOT NULL, applied TIMESTAMP NOT NULL)"
        );
        foreach (var (script, text) in Statements.MigrationNamesOf("postgresql").Zip(Statements.MigrationsOf("postgresql")))
        {
            if (string.CompareOrdinal(script, name + ".sql") <= 0)
            {
                await ExecuteAsync(server, text);
                await ExecuteAsync(
                    server,
                    $"INSERT INTO {Journal} (scriptname, applied) VALUES ('AegisAuth.Infrastructure.Data.Migrations.postgresql.{script}', NOW())"
                );
            }
        }

        await using var file = new SqliteConnection($"Data Source={Path.Combine(folder, "aegisauth.db")};Pooling=False");
        await file.OpenAsync();
        foreach (var table in await TablesAsync(file))
        {
            await CopyAsync(file, server, table);
        }
    }

    private static async Task CopyAsync(SqliteConnection file, NpgsqlConnection server, string table)
    {
        await ExecuteAsync(server, $"DELETE FROM {table}");
        await using var all = file.CreateCommand();
        all.CommandText = $"SELECT * FROM {table}";
        await using var rows = await all.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            await using var insert = server.CreateCommand();
            var columns = Enumerable.Range(0, rows.FieldCount).ToList();
            insert.CommandText =
                $"INSERT INTO {table} ({string.Join(", ", columns.Select(rows.GetName))}) VALUES ({string.Join(", ", columns.Select(column => "@p" + column.ToString(CultureInfo.InvariantCulture)))})";
            columns.ForEach(column =>
                insert.Parameters.AddWithValue("p" + column.ToString(CultureInfo.InvariantCulture), rows.GetValue(column))
            );
            await insert.ExecuteNonQueryAsync();
        }
    }

    // Those that others refer to come first: users.
    private static async Task<IReadOnlyList<string>> TablesAsync(SqliteConnection file)
    {
        await using var command = file.CreateCommand();
        command.CommandText =
            $"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '{Journal}' ORDER BY name <> 'users', rootpage";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task ExecuteAsync(NpgsqlConnection server, string sql)
    {
        await using var command = server.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
