using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Tests.Support;

/// <summary>The database behind the program's back: what an intruder, or a test that looks for traces, does.</summary>
internal static class RawSql
{
    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public static async Task<int> ExecuteSqlAsync(this TestApp app, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await OpenAsync(app);
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one number that a query answers.</summary>
    public static async Task<long> NumberAsync(this TestApp app, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await OpenAsync(app);
        await using var command = Command(connection, sql, parameters);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>The first column of every row, as text.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(
        this TestApp app,
        string sql,
        params (string Name, object? Value)[] parameters
    )
    {
        await using var connection = await OpenAsync(app);
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return texts;
    }

    private static async Task<SqliteConnection> OpenAsync(TestApp app)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "aegisauth.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
