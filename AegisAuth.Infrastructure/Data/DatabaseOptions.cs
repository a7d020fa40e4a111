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
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Filled from <c>ConnectionStrings:AegisAuth</c>.</summary>
    public string ConnectionString { get; set; } = "";

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
