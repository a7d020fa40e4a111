using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Infrastructure;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.KeyRing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Engines;

/// <summary>A migrated database and the program's own repositories on it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Func<Task> _remove;

    private TestDatabase(ServiceProvider services, Func<Task> remove) => (_services, _remove) = (services, remove);

    public IMigrator Migrator => _services.GetRequiredService<IMigrator>();

    public RingCipher Cipher => _services.GetRequiredService<RingCipher>();

    public Database Database => _services.GetRequiredService<Database>();

    public static async Task<TestDatabase> CreateAsync(EmptyDatabase empty)
    {
        var database = new TestDatabase(Services(empty.Provider, empty.ConnectionString), empty.RemoveAsync);
        await database.Migrator.RunAsync(() => Task.CompletedTask, CancellationToken.None);
        return database;
    }

    /// <summary>What one request has: repositories that share a transaction.</summary>
    public AsyncServiceScope Scope() => _services.CreateAsyncScope();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _remove();
    }

    private static ServiceProvider Services(DatabaseProvider provider, string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Database:Provider", provider.ToString()), new("ConnectionStrings:AegisAuth", connectionString)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SessionFreshness>();
        services.AddScoped<AegisAuth.Application.Audit.AuditSealer>();
        services.AddInfrastructure(configuration, Path.GetTempPath());
        return services.BuildServiceProvider(validateScopes: true);
    }
}
