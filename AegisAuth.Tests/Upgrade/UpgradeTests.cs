using AegisAuth.Application.Audit;
using AegisAuth.Tests.Data;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Upgrade;

/// <summary>The promise of an upgrade: the database of every released schema is brought up to date, and users and sessions go on.</summary>
[TestFixture]
internal sealed class UpgradeTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Released_EveryMigration_HasItsDatabase() =>
        Assert.That(ReleasedSchemas.Names.Select(name => name + ".sql"), Is.EqualTo(Statements.MigrationNamesOf("sqlite")));

    [TestCaseSource(typeof(ReleasedSchemas), nameof(ReleasedSchemas.Names))]
    public async Task Start_OnSqlite_IsUpgradedAndUsed(string name)
    {
        await ReleasedSchemas.UnpackAsync(name, _folder);
        await using var app = TestApp.CreateOn(_folder).In("Production").Start();

        await IsUsedAsync(app);
        Assert.That(app.Rows("PRAGMA integrity_check"), Is.EqualTo(new[] { "ok" }));
        Assert.That(app.Rows("PRAGMA foreign_key_check"), Is.Empty);
    }

    [TestCaseSource(typeof(ReleasedSchemas), nameof(ReleasedSchemas.Names))]
    public async Task Start_OnPostgreSql_IsUpgradedAndUsed(string name)
    {
        if (Environment.GetEnvironmentVariable(Engine.PostgreSqlVariable) is not { Length: > 0 } server)
        {
            Assert.Ignore($"{Engine.PostgreSqlVariable} holds no connection string.");
            return;
        }

        await ReleasedSchemas.UnpackAsync(name, _folder);
        var database = await PostgreSqlDatabases.CreateAsync(server);
        await ReleasedSchemas.CopyToPostgreSqlAsync(name, _folder, database);
        await using (
            var app = TestApp
                .CreateOn(_folder)
                .In("Production")
                .With("Database:Provider", "PostgreSql")
                .With("ConnectionStrings:AegisAuth", database.ConnectionString)
                .Start()
        )
        {
            await IsUsedAsync(app);
        }

        await database.RemoveAsync();
    }

    private static async Task IsUsedAsync(TestApp app)
    {
        using var client = app.Client();
        // The session of before, a login of each kind, and an account that is made now.
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", ReleasedSchemas.AdminToken), Is.EqualTo((200, "10000")));
        await client.AdminTokenAsync(Some.SuperAdmin, ReleasedSchemas.AdminPassword);
        using var site = await client.TrySiteLoginAsync(ReleasedSchemas.UserName, ReleasedSchemas.UserPassword);
        Assert.That((await site.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
        using var made = await client.SendAsync(
            HttpMethod.Post,
            "/api/register",
            token: null,
            new { user_name = "after", password = "of a newer schema" }
        );
        Assert.That((await made.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);

        await using var scope = app.Services.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<AuditVerification>().RunAsync(CancellationToken.None);
        Assert.That(verdict.BrokenAt, Is.Null, verdict.Words);
    }
}
