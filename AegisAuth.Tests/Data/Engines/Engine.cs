using AegisAuth.Infrastructure.Data;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Data.Engines;

/// <summary>
/// An engine that tests run on: SQLite always, PostgreSQL and SQL Server where <c>AEGISAUTH_TEST_POSTGRESQL</c> and
/// <c>AEGISAUTH_TEST_SQLSERVER</c> hold connection strings. The repository suite has one database on each for the whole run;
/// its tests keep apart by working on rows of their own.
/// </summary>
public sealed class Engine
{
    /// <summary>Names a PostgreSQL server and a user that may make databases there.</summary>
    public const string PostgreSqlVariable = "AEGISAUTH_TEST_POSTGRESQL";

    private const string SqlServerVariable = "AEGISAUTH_TEST_SQLSERVER";

    private readonly Func<bool, Task<EmptyDatabase?>> _create;
    private readonly Func<EmptyDatabase, Task<EmptyDatabase>>? _copy;
    private readonly Lazy<Task<TestDatabase>> _database;
    private readonly Lazy<Task<EmptyDatabase>> _started;

    private Engine(
        string name,
        Func<bool, Task<EmptyDatabase?>> create,
        Func<EmptyDatabase, Task>? close = null,
        Func<EmptyDatabase, Task<EmptyDatabase>>? copy = null
    )
    {
        Name = name;
        _create = create;
        _copy = copy;
        _started = new Lazy<Task<EmptyDatabase>>(async () =>
        {
            var database = (await TryCreateAsync())!;
            await StartedDatabase.FillAsync(database);
            await close!(database);
            return database;
        });
        _database = new Lazy<Task<TestDatabase>>(async () => await TestDatabase.CreateAsync((await create(true))!));
    }

    /// <summary>The engines of this run.</summary>
    public static IReadOnlyList<Engine> Available { get; } =
    [Sqlite(), .. Given(PostgreSqlVariable).Select(PostgreSql), .. Given(SqlServerVariable).Select(SqlServer)];

    /// <summary>Whether it needs no server.</summary>
    public bool IsSqlite => Name == nameof(DatabaseProvider.Sqlite);

    /// <summary>The engine's name, which ends the names of its tests.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The migrated database that tests share, made when it is first asked for.</summary>
    internal Task<TestDatabase> DatabaseAsync() => _database.Value;

    /// <summary>A database for one test alone, not migrated; null where the server lets no test make one.</summary>
    internal Task<EmptyDatabase?> TryCreateAsync() => _create(false);

    /// <summary>
    /// A copy of what the first start in Development leaves (<see cref="StartedDatabase"/>), for one test alone. Where the engine
    /// copies no database it is empty, and the first start is the test's own.
    /// </summary>
    internal async Task<EmptyDatabase?> TryCopyStartedAsync() => _copy is null ? await TryCreateAsync() : await _copy(await _started.Value);

    internal async Task RemoveAsync()
    {
        if (_database.IsValueCreated)
        {
            await using var database = await _database.Value;
        }

        if (_started.IsValueCreated)
        {
            await (await _started.Value).RemoveAsync();
        }
    }

    private static Engine Sqlite() => new(nameof(DatabaseProvider.Sqlite), _ => Task.FromResult<EmptyDatabase?>(EmptyDatabase.OnSqlite()));

    private static Engine PostgreSql(string connectionString) =>
        new(
            nameof(DatabaseProvider.PostgreSql),
            async _ => await PostgreSqlDatabases.CreateAsync(connectionString),
            database => PostgreSqlDatabases.CloseAsync(connectionString, database),
            original => PostgreSqlDatabases.CopyAsync(connectionString, original)
        );

    private static IEnumerable<string> Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } connectionString ? [connectionString] : [];

    private static Engine SqlServer(string connectionString) =>
        new(nameof(DatabaseProvider.SqlServer), shared => SqlServerDatabase.CreateAsync(connectionString, mayUseGiven: shared));
}

/// <summary>A database without a schema.</summary>
/// <param name="Provider">Its engine.</param>
/// <param name="ConnectionString">How to reach it.</param>
/// <param name="RemoveAsync">Takes it away.</param>
internal sealed record EmptyDatabase(DatabaseProvider Provider, string ConnectionString, Func<Task> RemoveAsync)
{
    public static EmptyDatabase OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("aegisauth-data-").FullName;
        return new EmptyDatabase(
            DatabaseProvider.Sqlite,
            $"Data Source={Path.Combine(folder, "aegisauth.db")};Pooling=False",
            () =>
            {
                Directory.Delete(folder, recursive: true);
                return Task.CompletedTask;
            }
        );
    }
}
