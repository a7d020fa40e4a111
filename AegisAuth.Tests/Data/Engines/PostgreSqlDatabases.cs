using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using Npgsql;

namespace AegisAuth.Tests.Data.Engines;

/// <summary>Databases of the run's own on a given PostgreSQL server.</summary>
internal static class PostgreSqlDatabases
{
    /// <summary>A new database; the user of the connection string must be allowed to make one.</summary>
    public static async Task<EmptyDatabase> CreateAsync(string connectionString)
    {
        var name = $"aegisauth_test_{Convert.ToHexStringLower(RandomSecret.Hash(RandomSecret.CreateId()))[..24]}";
        await ExecuteAsync(connectionString, $"CREATE DATABASE {name}");
        // Tests run many nodes on one server: each keeps few connections, and gives them back soon.
        var own = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Database = name,
            MaxPoolSize = 20,
            ConnectionIdleLifetime = 10,
            ConnectionPruningInterval = 5,
        };
        return new EmptyDatabase(
            DatabaseProvider.PostgreSql,
            own.ConnectionString,
            () => ExecuteAsync(connectionString, $"DROP DATABASE {name} WITH (FORCE)")
        );
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
