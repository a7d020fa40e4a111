namespace AegisAuth.Tests.Support;

/// <summary>The database of a program, looked at and changed behind its back, as another node would.</summary>
internal static class DatabaseFile
{
    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public static int Execute(this TestApp app, string sql)
    {
        using var connection = app.OpenDatabase();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, their columns joined by commas.</summary>
    public static IReadOnlyList<string> Rows(this TestApp app, string sql)
    {
        using var connection = app.OpenDatabase();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i))));
        }

        return rows;
    }
}
