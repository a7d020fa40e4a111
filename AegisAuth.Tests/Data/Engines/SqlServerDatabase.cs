using AegisAuth.Application.Security;
using Microsoft.Data.SqlClient;

namespace AegisAuth.Tests.Data.Engines;

/// <summary>
/// A database of the run's own on a given server; where the login may not make one, the given database itself, emptied.
/// </summary>
internal sealed class SqlServerDatabase
{
    private readonly string _given;
    private readonly string? _made;

    private SqlServerDatabase(string given, string? made) => (_given, _made) = (given, made);

    public string ConnectionString =>
        _made is null ? _given : new SqlConnectionStringBuilder(_given) { InitialCatalog = _made }.ConnectionString;

    public static async Task<SqlServerDatabase> CreateAsync(string connectionString)
    {
        var name = $"aegisauth_test_{RandomSecret.CreateId()}";
        try
        {
            await ExecuteAsync(connectionString, $"CREATE DATABASE {name}");
            return new SqlServerDatabase(connectionString, name);
        }
        catch (SqlException e)
        {
            await TestContext.Out.WriteLineAsync($"The given database is used, because no own one can be made: {e.Message}");
            await EmptyAsync(connectionString);
            return new SqlServerDatabase(connectionString, made: null);
        }
    }

    public async Task RemoveAsync()
    {
        SqlConnection.ClearAllPools();
        if (_made is null)
        {
            return;
        }

        try
        {
            await ExecuteAsync(_given, $"DROP DATABASE {_made}");
        }
        catch (SqlException e)
        {
            await TestContext.Error.WriteLineAsync($"The database {_made} stays: {e.Message}");
        }
    }

    // What refers to a table goes before it: the migrations name them the other way round.
    private static async Task EmptyAsync(string connectionString)
    {
        var tables = Statements
            .Migrations.SelectMany(script => script.Split('\n'))
            .Where(line => line.StartsWith("CREATE TABLE ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2]);
        foreach (var table in tables.Prepend("SchemaVersions").Reverse())
        {
            await ExecuteAsync(connectionString, $"IF OBJECT_ID(N'{table}') IS NOT NULL DROP TABLE {table}");
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
