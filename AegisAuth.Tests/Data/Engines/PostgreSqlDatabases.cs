using System.Collections.Concurrent;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using Npgsql;

namespace AegisAuth.Tests.Data.Engines;

/// <summary>Databases of the run's own on a given PostgreSQL server.</summary>
internal static class PostgreSqlDatabases
{
    // One for the whole run: each new one asks the server for all of its types first.
    private static readonly ConcurrentDictionary<string, NpgsqlDataSource> Sources = new();

    /// <summary>A new database; the user of the connection string must be allowed to make one.</summary>
    public static Task<EmptyDatabase> CreateAsync(string connectionString) => CreateAsync(connectionString, "");

    /// <summary>A new database that holds what another one holds; no connection to that one may be open.</summary>
    public static Task<EmptyDatabase> CopyAsync(string connectionString, EmptyDatabase original) =>
        CreateAsync(connectionString, $" TEMPLATE {new NpgsqlConnectionStringBuilder(original.ConnectionString).Database}");

    /// <summary>Ends what connections are left to a database, and lets in no more: only then can it be copied.</summary>
    public static async Task CloseAsync(string connectionString, EmptyDatabase database)
    {
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await ExecuteAsync(connectionString, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await ExecuteAsync(connectionString, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    }

    private static async Task<EmptyDatabase> CreateAsync(string connectionString, string template)
    {
        var name = $"aegisauth_test_{Convert.ToHexStringLower(RandomSecret.Hash(RandomSecret.CreateId()))[..24]}";
        await ExecuteAsync(connectionString, $"CREATE DATABASE {name}{template}");
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
        var source = Sources.GetOrAdd(connectionString, NpgsqlDataSource.Create);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
