using Microsoft.Data.Sqlite;

namespace AegisAuth.Tests.Support;

/// <summary>The database file of a program, looked at and changed behind its back, as another node would.</summary>
internal static class DatabaseFile
{
    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public static int Execute(this TestApp app, string sql)
    {
        using var connection = Open(app);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, their columns joined by commas.</summary>
    public static IReadOnlyList<string> Rows(this TestApp app, string sql)
    {
        using var connection = Open(app);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i))));
        }

        return rows;
    }

    private static SqliteConnection Open(TestApp app)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "aegisauth.db")};Pooling=False;Default Timeout=30");
        connection.Open();
        return connection;
    }
}
