using AegisAuth.Infrastructure.Data;

namespace AegisAuth.Tests.Data.Engines;

/// <summary>
/// An engine that the repository suite runs on: SQLite always, SQL Server where <c>AEGISAUTH_TEST_SQLSERVER</c> holds a
/// connection string. Each has one database for the whole run; tests keep apart by working on rows of their own.
/// </summary>
public sealed class Engine
{
    private const string Variable = "AEGISAUTH_TEST_SQLSERVER";

    private readonly Lazy<Task<TestDatabase>> _database;

    private Engine(string name, Func<Task<TestDatabase>> create) => (Name, _database) = (name, new Lazy<Task<TestDatabase>>(create));

    /// <summary>The engines of this run.</summary>
    public static IReadOnlyList<Engine> Available { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } connectionString
            ? [Sqlite(), SqlServer(connectionString)]
            : [Sqlite()];

    /// <summary>The engine's name, which ends the names of its tests.</summary>
    public string Name { get; }

    /// <summary>The migrated database, made when it is first asked for.</summary>
    internal Task<TestDatabase> DatabaseAsync() => _database.Value;

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal async Task RemoveAsync()
    {
        if (_database.IsValueCreated)
        {
            await using var database = await _database.Value;
        }
    }

    private static Engine Sqlite() =>
        new(
            nameof(DatabaseProvider.Sqlite),
            () =>
            {
                var folder = Directory.CreateTempSubdirectory("aegisauth-data-").FullName;
                return TestDatabase.CreateAsync(
                    DatabaseProvider.Sqlite,
                    $"Data Source={Path.Combine(folder, "aegisauth.db")};Pooling=False",
                    () =>
                    {
                        Directory.Delete(folder, recursive: true);
                        return Task.CompletedTask;
                    }
                );
            }
        );

    private static Engine SqlServer(string connectionString) =>
        new(
            nameof(DatabaseProvider.SqlServer),
            async () =>
            {
                var own = await SqlServerDatabase.CreateAsync(connectionString);
                return await TestDatabase.CreateAsync(DatabaseProvider.SqlServer, own.ConnectionString, own.RemoveAsync);
            }
        );
}

/// <summary>Takes the databases away when the run is over.</summary>
[SetUpFixture]
internal sealed class RemoveDatabases
{
    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        foreach (var engine in Engine.Available)
        {
            await engine.RemoveAsync();
        }
    }
}
