using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using Microsoft.Data.SqlClient;

namespace AegisAuth.Tests.Data.Engines;

/// <summary>Databases of the run's own on a given server.</summary>
internal static class SqlServerDatabase
{
    /// <summary>
    /// A new database. Where the login may not make one: the given database itself, emptied, or null when that is not
    /// wanted.
    /// </summary>
    public static async Task<EmptyDatabase?> CreateAsync(string connectionString, bool mayUseGiven)
    {
        var name = $"aegisauth_test_{RandomSecret.CreateId()}";
        try
        {
            await ExecuteAsync(connectionString, $"CREATE DATABASE {name}");
        }
        catch (SqlException e)
        {
            await TestContext.Out.WriteLineAsync($"No database can be made on the given server: {e.Message}");
            return mayUseGiven ? await GivenAsync(connectionString) : null;
        }

        var own = new SqlConnectionStringBuilder(connectionString) { InitialCatalog = name }.ConnectionString;
        return new EmptyDatabase(DatabaseProvider.SqlServer, own, () => DropAsync(connectionString, name));
    }

    // What refers to a table goes before it: the migrations name them the other way round.
    private static async Task<EmptyDatabase> GivenAsync(string connectionString)
    {
        var tables = Statements
            .Migrations.SelectMany(script => script.Split('\n'))
            .Where(line => line.StartsWith("CREATE TABLE ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2]);
        foreach (var table in tables.Prepend("SchemaVersions").Reverse())
        {
            await ExecuteAsync(connectionString, $"IF OBJECT_ID(N'{table}') IS NOT NULL DROP TABLE {table}");
        }

        return new EmptyDatabase(DatabaseProvider.SqlServer, connectionString, () => Task.CompletedTask);
    }

    private static async Task DropAsync(string connectionString, string name)
    {
        SqlConnection.ClearAllPools();
        try
        {
            await ExecuteAsync(connectionString, $"DROP DATABASE {name}");
        }
        catch (SqlException e)
        {
            await TestContext.Error.WriteLineAsync($"The database {name} stays: {e.Message}");
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
