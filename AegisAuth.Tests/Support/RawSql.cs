using System.Data.Common;
using System.Globalization;

namespace AegisAuth.Tests.Support;

/// <summary>The database behind the program's back: what an intruder, another node, or a test that looks for traces, does.</summary>
internal static class RawSql
{
    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public static async Task<int> ExecuteSqlAsync(this TestApp app, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = app.OpenDatabase();
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one number that a query answers.</summary>
    public static async Task<long> NumberAsync(this TestApp app, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = app.OpenDatabase();
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
        await using var connection = app.OpenDatabase();
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return texts;
    }

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
