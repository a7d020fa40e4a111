using System.Text.Json;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.ExternalLogins;

/// <summary>Linking and unlinking over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class LinkedAccountsTests(Engine engine) : EngineTests(engine)
{
    private ProviderWorld _world = null!;

    [SetUp]
    public void SetUp() => _world = ProviderWorld.Start();

    [TearDown]
    public async Task TearDownAsync() => await _world.DisposeAsync();

    private async Task<string> TokenAsync(string platform, string code, string subject)
    {
        (platform == "weapp" ? _world.Weapp : _world.Wechat).Knows(code, subject);
        return (await _world.UserAsync(platform, code)).GetProperty("token").GetString()!;
    }

    private async Task<JsonElement> PostAsync(string path, string token, object body)
    {
        using var response = await _world.Client.SendAsync(HttpMethod.Post, path, token, body);
        return await response.JsonAsync();
    }

    private async Task<JsonElement[]> ListAsync(string token)
    {
        using var response = await _world.Client.SendAsync(HttpMethod.Get, "/api/user/logins", token);
        return [.. (await response.JsonAsync()).GetProperty("data").EnumerateArray()];
    }

    private static string Words(JsonElement answer) => answer.GetProperty("msg").GetString()!;

    [Test]
    public async Task Link_FreshLogin_LinksAndListsWithoutTheSubject()
    {
        var token = await TokenAsync("weapp", "a", "mini-subject");
        _world.Wechat.Knows("b", "site-subject");

        var linked = await PostAsync("/api/user/logins/link", token, new { platform = "wechat", code = "b" });
        var logins = await ListAsync(token);

        Assert.That(linked.GetProperty("code").GetInt32(), Is.Zero, linked.ToString());
        Assert.That(logins.Select(login => login.GetProperty("provider").GetString()), Is.EquivalentTo((string[])["weapp", "wechat"]));
        Assert.That(logins.Select(login => login.ToString()), Has.None.Contains("subject"));
    }

    [Test]
    public async Task Link_SessionEndedWhereThisNodeHasNotHeardOfIt_LinksNothing()
    {
        var token = await TokenAsync("weapp", "a", "mini-subject");
        _world.Wechat.Knows("b", "site-subject");
        // What another node does is heard of a moment later: until then this one takes the session for open.
        _world.App.Execute("DELETE FROM sessions");

        var linked = await PostAsync("/api/user/logins/link", token, new { platform = "wechat", code = "b" });

        Assert.That(linked.GetProperty("code").GetInt32(), Is.Not.Zero);
        Assert.That(await _world.App.NumberAsync("SELECT COUNT(*) FROM external_identities"), Is.EqualTo(1));
    }

    [Test]
    public async Task Link_AccountOfSomebodyElse_IdentityTaken()
    {
        var token = await TokenAsync("weapp", "a", "mine");
        await TokenAsync("wechat", "b", "theirs");
        _world.Wechat.Knows("c", "theirs");

        Assert.That(
            Words(await PostAsync("/api/user/logins/link", token, new { platform = "wechat", code = "c" })),
            Is.EqualTo("该第三方账号已绑定其他用户")
        );
    }

    [Test]
    public async Task Unlink_TenMinutesAfterLogin_AsksForAFreshOne()
    {
        var token = await TokenAsync("weapp", "a", "mine");
        var login = (await ListAsync(token)).Single();
        _world.App.Time.Advance(TimeSpan.FromMinutes(10));

        var answer = await PostAsync(
            "/api/user/logins/unlink",
            token,
            new { provider = "weapp", id = login.GetProperty("id").GetString() }
        );

        Assert.That(Words(answer), Is.EqualTo("请重新登录或输入密码"));
    }

    [Test]
    public async Task Unlink_TwoAtOnce_OneWayInStays()
    {
        var token = await TokenAsync("weapp", "a", "mine");
        _world.Wechat.Knows("b", "mine-too");
        await PostAsync("/api/user/logins/link", token, new { platform = "wechat", code = "b" });
        var logins = await ListAsync(token);

        var answers = await Task.WhenAll(
            logins.Select(login =>
                PostAsync(
                    "/api/user/logins/unlink",
                    token,
                    new { provider = login.GetProperty("provider").GetString(), id = login.GetProperty("id").GetString() }
                )
            )
        );

        Assert.That(answers.Select(Words), Is.EquivalentTo((string[])["", "不能解除唯一的登录方式"]));
        Assert.That(await ListAsync(token), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Unlink_SomebodyElses_Refused()
    {
        var token = await TokenAsync("weapp", "a", "mine");
        var other = (await ListAsync(await TokenAsync("wechat", "b", "theirs"))).Single().GetProperty("id").GetString();

        var answer = await PostAsync("/api/user/logins/unlink", token, new { provider = "wechat", id = other });

        Assert.That(Words(answer), Is.EqualTo("请求参数无效"));
        Assert.That(_world.Count("SELECT COUNT(*) FROM external_identities"), Is.EqualTo(2));
    }

    [Test]
    public async Task List_NotSignedIn_1001()
    {
        using var response = await _world.Client.SendAsync(HttpMethod.Get, "/api/user/logins", token: null);

        Assert.That((await response.JsonAsync()).GetProperty("code").GetInt32(), Is.EqualTo(1001));
    }
}
