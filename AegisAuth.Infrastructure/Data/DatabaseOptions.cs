using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AegisAuth.Infrastructure.Data;

/// <summary>The engines that the SQL of this project runs on.</summary>
internal enum DatabaseProvider
{
    Sqlite,
    PostgreSql,
    SqlServer,
}

/// <summary>Section <c>Database</c>, and the connection string <c>ConnectionStrings:AegisAuth</c>.</summary>
internal sealed class DatabaseOptions
{
    private bool _isDefaultPlace;
    private string? _oldFile;

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Filled from <c>ConnectionStrings:AegisAuth</c>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The database that an earlier version left beside the program, where the place has none yet.</summary>
    public string? OldFile => _oldFile;

    /// <summary>Whether the place of the SQLite file is the program's own choice.</summary>
    public bool IsDefaultPlace => _isDefaultPlace;

    /// <summary>Notes that the program has chosen the place of the SQLite file itself.</summary>
    public void ChoosePlace(string? oldFile) => (_isDefaultPlace, _oldFile) = (true, oldFile);

    /// <summary>Whether the engine's driver can read the connection string.</summary>
    public static bool HasForm(DatabaseOptions options)
    {
        try
        {
            DbConnectionStringBuilder? _ = options.Provider switch
            {
                DatabaseProvider.Sqlite => new SqliteConnectionStringBuilder(options.ConnectionString),
                DatabaseProvider.PostgreSql => new NpgsqlConnectionStringBuilder(options.ConnectionString),
                DatabaseProvider.SqlServer => new SqlConnectionStringBuilder(options.ConnectionString),
                // Another engine does not get here: its name is refused before.
                _ => null,
            };
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            return false;
        }
    }
}
