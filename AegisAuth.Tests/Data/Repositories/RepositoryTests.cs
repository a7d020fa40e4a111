using System.Security.Cryptography;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Repositories;

/// <summary>What the tests of all repositories share: each call runs as a request of its own, as on any node.</summary>
internal abstract class RepositoryTests(Engine engine)
{
    /// <summary>A moment with milliseconds, which every engine keeps.</summary>
    protected static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    protected TestDatabase Db { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => Db = await engine.DatabaseAsync();

    /// <summary>One call of a port.</summary>
    protected async Task<T> CallAsync<TPort, T>(Func<TPort, Task<T>> call)
        where TPort : notnull
    {
        await using var scope = Db.Scope();
        return await call(scope.ServiceProvider.GetRequiredService<TPort>());
    }

    /// <inheritdoc cref="CallAsync{TPort, T}"/>
    protected Task CallAsync<TPort>(Func<TPort, Task> call)
        where TPort : notnull =>
        CallAsync<TPort, Unit>(async port =>
        {
            await call(port);
            return new Unit();
        });

    /// <summary>Several calls in one transaction.</summary>
    protected async Task<T> TransactionAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Db.Scope();
        return await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(() => work(scope.ServiceProvider), CancellationToken.None);
    }

    /// <summary>How many of fifty requests at once are told yes.</summary>
    protected async Task<int> WinnersAsync<TPort>(Func<TPort, Task<bool>> attempt)
        where TPort : notnull
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => CallAsync(attempt))));
        return results.Count(won => won);
    }

    protected static byte[] Hash() => RandomNumberGenerator.GetBytes(32);

    /// <summary>A stored user that no other test knows.</summary>
    protected Task<User> UserAsync(Func<User, User>? change = null) =>
        TransactionAsync(async services =>
        {
            var users = services.GetRequiredService<IUserRepository>();
            var user = NewUser.Create(await users.NextNumberAsync(CancellationToken.None), "u" + RandomSecret.CreateId()[..20], Now);
            user = change?.Invoke(user) ?? user;
            Assert.That(await users.TryAddAsync(user, CancellationToken.None), Is.True);
            return user;
        });
}
