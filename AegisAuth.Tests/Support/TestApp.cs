using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Mail;
using AegisAuth.Tests.Data.Engines;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Serilog.Core;

namespace AegisAuth.Tests.Support;

/// <summary>
/// The real program on a real socket, with a clock and a database of its own: a SQLite file, or a database of the engine
/// that the fixture names (<see cref="EngineTests"/>).
/// </summary>
internal sealed class TestApp : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action<IServiceCollection>> _services = [];
    private readonly bool _ownsFolder;
    private readonly EmptyDatabase? _database;

    private TestApp(string folder, bool ownsFolder, EmptyDatabase? database = null)
    {
        _database = database;
        Folder = folder;
        _ownsFolder = ownsFolder;
        // As cheap as the options allow: these tests are not about the price of a guess.
        With("PasswordHash:MemoryKiB", "7168").With("PasswordHash:Iterations", "1");
        With("Database:Provider", (database?.Provider ?? DatabaseProvider.Sqlite).ToString());
        With("ConnectionStrings:AegisAuth", database?.ConnectionString ?? ConnectionStringOf(folder));
    }

    /// <summary>Where the database file lies.</summary>
    public string Folder { get; }

    /// <summary>The environment; Development unless told otherwise.</summary>
    public string Environment { get; private set; } = "Development";

    /// <summary>The clock of the program; turn it. It starts now, and what was copied is a little older.</summary>
    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>Everything the program has logged.</summary>
    public CollectingSink Log { get; } = new();

    /// <summary>The address that the program listens on.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>
    /// A program with a database as the first start in Development leaves it (<see cref="StartedDatabase"/>): migrated, with a
    /// key ring and the four accounts.
    /// </summary>
    public static TestApp Create()
    {
        var copy = EngineTests.Current is { IsSqlite: false } engine ? engine.TryCopyStartedAsync().GetAwaiter().GetResult() : null;
        var app = new TestApp(NewFolder(), ownsFolder: true, copy);
        if (copy is null)
        {
            File.WriteAllBytes(FileOf(app.Folder), StartedDatabase.File);
        }

        return app;
    }

    /// <summary>A program whose start is the first one: its database is empty.</summary>
    public static TestApp CreateEmpty() =>
        new(
            NewFolder(),
            ownsFolder: true,
            EngineTests.Current is { IsSqlite: false } engine ? engine.TryCreateAsync().GetAwaiter().GetResult() : null
        );

    /// <summary>A second program on the database of another one.</summary>
    public static TestApp CreateOn(TestApp other) => new(other.Folder, ownsFolder: false, other._database);

    /// <summary>A program on the database that a process has left in this folder.</summary>
    public static TestApp CreateOn(string folder) => new(folder, ownsFolder: false);

    /// <summary>A program on this database, which is not its own.</summary>
    public static TestApp CreateOn(EmptyDatabase database) => new(Path.GetTempPath(), ownsFolder: false, database);

    /// <summary>A program with the accounts of Development, started.</summary>
    public static TestApp Started() => Create().Start();

    /// <summary>Sets a configuration key before the start.</summary>
    public TestApp With(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Runs in another environment, such as Production.</summary>
    public TestApp In(string environment)
    {
        Environment = environment;
        return this;
    }

    /// <summary>Replaces services before the start.</summary>
    public TestApp WithServices(Action<IServiceCollection> configure)
    {
        _services.Add(configure);
        return this;
    }

    /// <summary>
    /// Takes the program's own background services away, before the start: a day of a turned clock would be a day of every
    /// quarter of a second.
    /// </summary>
    public TestApp WithoutTimers() =>
        WithServices(services =>
        {
            foreach (
                var timer in services
                    .Where(service =>
                        service.ServiceType == typeof(IHostedService)
                        && service.ImplementationType?.FullName?.StartsWith("AegisAuth", StringComparison.Ordinal) == true
                        // It waits for messages, not for the clock.
                        && service.ImplementationType != typeof(MessageDelivery)
                    )
                    .ToList()
            )
            {
                services.Remove(timer);
            }
        });

    /// <summary>Starts the program on a free port.</summary>
    public TestApp Start()
    {
        UseKestrel(0);
        StartServer();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.First());
        return this;
    }

    /// <summary>A client that follows no redirect, keeps no cookie and comes from this loopback address.</summary>
    public HttpClient ClientFrom(string address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = Address };
    }

    /// <summary>A client from 127.0.0.1.</summary>
    public HttpClient Client() => ClientFrom("127.0.0.1");

    /// <summary>A connection to the database behind the program's back.</summary>
    public DbConnection OpenDatabase()
    {
        DbConnection connection = _database switch
        {
            { Provider: DatabaseProvider.PostgreSql } => new NpgsqlConnection(_database.ConnectionString + ";Pooling=False"),
            { Provider: DatabaseProvider.SqlServer } => new SqlConnection(_database.ConnectionString),
            _ => new SqliteConnection(ConnectionStringOf(Folder) + ";Default Timeout=30"),
        };
        connection.Open();
        return connection;
    }

    private static string NewFolder() => TestFolder.Create();

    private static string FileOf(string folder) => Path.Combine(folder, "aegisauth.db");

    private static string ConnectionStringOf(string folder) => $"Data Source={FileOf(folder)};Pooling=False";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environment);
        // That all services can be made is checked wherever a test starts the program in Development as a process.
        builder.UseDefaultServiceProvider(services => (services.ValidateScopes, services.ValidateOnBuild) = (true, false));
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<ILogEventSink>(Log);
            _services.ForEach(configure => configure(services));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
            if (_database is not null)
            {
                await _database.RemoveAsync();
            }
        }
    }
}
