using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Data;

/// <summary>The program itself on every engine: what people do first, over HTTP.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class WholeProgramTests(Engine engine)
{
    private EmptyDatabase _database = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        if (await engine.TryCreateAsync() is not { } database)
        {
            Assert.Ignore("The server lets this login make no database, and the given one belongs to the repository suite.");
            return;
        }

        _database = database;
    }

    [TearDown]
    public Task RemoveAsync() => _database?.RemoveAsync() ?? Task.CompletedTask;

    [Test]
    public async Task Program_TwoNodes_LogInStepUpManageAndRegister()
    {
        await using var node = Node().Start();
        await using var other = Node().Start();
        using var client = node.Client();
        using var elsewhere = other.Client();

        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        Assert.That(await elsewhere.InfoCodeAsync(token), Is.EqualTo("10000"));

        using var created = await elsewhere.SendAsync(
            HttpMethod.Post,
            ManageCalls.Users,
            token,
            new { user_name = "新用户", nickname = "😀" }
        );
        Assert.That(await created.AdminCodeAsync(), Is.EqualTo("10000"));
        using var again = await client.SendAsync(HttpMethod.Post, ManageCalls.Users, token, new { user_name = "新用户" });
        Assert.That(await again.AdminCodeAsync(), Is.EqualTo("10013"));
        using var list = await client.SendAsync(HttpMethod.Get, ManageCalls.Users + "?text=新用&sort=-user_name", token);
        Assert.That(
            (await list.JsonAsync()).GetProperty("data").GetProperty("items").GetArrayLength(),
            Is.EqualTo(1),
            await list.Content.ReadAsStringAsync()
        );

        using var wrong = await client.TryAdminLoginAsync(Some.Admin, Some.WrongPassword);
        Assert.That(await wrong.AdminCodeAsync(), Is.EqualTo("10001"));
        using var site = await elsewhere.SendAsync(
            HttpMethod.Post,
            "/api/login",
            token: null,
            new { user_name = "user", password = Some.Password }
        );
        Assert.That((await site.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
        using var outside = await client.SendAsync(HttpMethod.Get, "/api/google/url", token: null);
        Assert.That((await outside.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);

        using var logout = await elsewhere.SendAsync(HttpMethod.Post, "/user/logout", token);
        Assert.That(await logout.AdminCodeAsync(), Is.EqualTo("10000"));
        other.Time.Advance(TimeSpan.FromSeconds(2));
        node.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10001"));
    }

    private TestApp Node() => TestApp.CreateOn(_database);
}
