using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Infrastructure.KeyRing;
using AegisAuth.Tests.Data.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class MigratorTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Run_Again_ChangesNothing()
    {
        var user = await UserAsync();

        await Db.Migrator.RunAsync(() => Task.CompletedTask, CancellationToken.None);

        Assert.That(Db.Migrator.IsUpToDate(), Is.True);
        Assert.That(await CallAsync((IUserRepository users) => users.FindAsync(user.Id, CancellationToken.None)), Is.EqualTo(user));
    }

    [Test]
    public async Task Run_DatabaseOfANewerVersion_IsRefusedWithASentence()
    {
        const string Later = "AegisAuth.Infrastructure.Data.Migrations.x.999_later.sql";
        await ExecuteAsync($"INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('{Later}', '2027-01-01')");
        try
        {
            Assert.That(
                () => Db.Migrator.RunAsync(() => Task.CompletedTask, CancellationToken.None),
                Throws.TypeOf<MigrationException>().With.Message.Contains("newer version").And.Message.Contains("applied 999_later.sql")
            );
            // A node that runs beside newer ones stays ready.
            Assert.That((Db.Migrator.IsUpToDate(), Db.Migrator.FindNewer()), Is.EqualTo((true, "999_later.sql")));
        }
        finally
        {
            await ExecuteAsync($"DELETE FROM SchemaVersions WHERE ScriptName = '{Later}'");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Db.Database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    [Test]
    public async Task Run_ManyAtOnce_SeedOneAfterTheOther()
    {
        var inside = 0;
        var most = 0;

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                        Db.Migrator.RunAsync(
                            async () =>
                            {
                                most = Math.Max(most, Interlocked.Increment(ref inside));
                                await UserAsync();
                                Interlocked.Decrement(ref inside);
                            },
                            CancellationToken.None
                        )
                    )
                )
        );

        Assert.That(most, Is.EqualTo(1));
    }

    [Test]
    public void KeyRing_StoredKeys_AreReadByEveryNode()
    {
        using var scope = Db.Scope();
        var protector = scope.ServiceProvider.GetRequiredService<ISecretProtector>();

        var text = protector.Protect("test", "110101199003074565 管理员");

        Assert.That(protector.Unprotect("test", text), Is.EqualTo("110101199003074565 管理员"));
        Assert.That(new KeyRingRepository(Db.Database, Db.Cipher).GetAllElements(), Is.Not.Empty);
    }

    [Test]
    public async Task Transaction_RowThatIsStaleTwice_RunsAgainFromItsStart()
    {
        var runs = 0;

        var result = await TransactionAsync(async services =>
        {
            await services.GetRequiredService<IUserRepository>().NextNumberAsync(CancellationToken.None);
            return ++runs < 3 ? throw new ConcurrencyConflictException() : runs;
        });

        Assert.That(result, Is.EqualTo(3));
    }
}
