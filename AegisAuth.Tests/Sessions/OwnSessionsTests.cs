using System.Text.Json;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Sessions;

/// <summary>The own sessions of an administrator, over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class OwnSessionsTests(Engine engine) : EngineTests(engine)
{
    private const string Changed = """{"status":200,"code":"10000","result":"操作成功","data":{}}""";
    private const string InvalidParameter = """{"status":400,"code":"10006","result":"请求参数无效","data":{}}""";

    [Test]
    public async Task List_TwoLogins_TellsOneFromTheOther()
    {
        await using var app = TestApp.Started();
        using var office = app.ClientFrom("127.0.0.7");
        using var home = app.ClientFrom("127.0.0.8");
        office.DefaultRequestHeaders.UserAgent.ParseAdd("Office/1.0");
        home.DefaultRequestHeaders.UserAgent.ParseAdd("Home/2.0");
        var start = app.Time.GetUtcNow().ToUnixTimeSeconds();
        await home.AdminTokenAsync(Some.Admin);
        var officeToken = await office.AdminTokenAsync(Some.SuperAdmin);
        app.Time.Advance(TimeSpan.FromMinutes(5));
        var homeToken = await home.AdminTokenAsync(Some.SuperAdmin);

        using var response = await home.SendAsync(HttpMethod.Get, "/user/sessions", homeToken);
        var body = await response.Content.ReadAsStringAsync();

        var ids = (await SessionsAsync(home, homeToken)).Select(s => s.GetProperty("id").GetString()!).ToList();
        Assert.That(
            body,
            Is.EqualTo(
                """{"status":200,"code":"10000","result":"获取成功","data":{"sessions":["""
                    + $$"""{"id":"{{ids[0]}}","created_time":{{start + 300}},"last_seen":{{start + 300}},"address":"127.0.0.8","user_agent":"Home/2.0","current":true},"""
                    + $$"""{"id":"{{ids[1]}}","created_time":{{start}},"last_seen":{{start}},"address":"127.0.0.7","user_agent":"Office/1.0","current":false}"""
                    + "]}}"
            )
        );
        Assert.That(body, Does.Not.Contain(officeToken).And.Not.Contain(homeToken));
    }

    [Test]
    public async Task Revoke_OneOther_EndsItAndNothingElse()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var kept = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        app.Time.Advance(TimeSpan.FromSeconds(5));
        var lost = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var others = (await SessionsAsync(client, kept)).Where(s => !s.GetProperty("current").GetBoolean());
        var id = others.Single().GetProperty("id").GetString();

        Assert.That(await AnswerAsync(client, "/user/sessions/revoke", kept, new { session_id = id }), Is.EqualTo(Changed));

        Assert.That(await client.InfoCodeAsync(lost), Is.EqualTo("10001"));
        Assert.That(await client.InfoCodeAsync(kept), Is.EqualTo("10000"));
        Assert.That(
            app.Rows(
                    "SELECT action, actor, target, outcome FROM audit_entries ORDER BY CASE WHEN sequence < 0 THEN 1 ELSE 0 END DESC, sequence DESC LIMIT 1"
                )
                .Single(),
            Is.EqualTo("session-revoke,ASD000001,ASD000001,success")
        );
        // It is gone: ending it again is about nothing.
        Assert.That(await AnswerAsync(client, "/user/sessions/revoke", kept, new { session_id = id }), Is.EqualTo(InvalidParameter));
    }

    [Test]
    public async Task Revoke_Others_EndsAllButTheOneThatAsksAndTouchesNobodyElse()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var stranger = await client.SteppedUpTokenAsync(Some.Admin);
        var first = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var second = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var mine = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        Assert.That(await AnswerAsync(client, "/user/sessions/revoke", mine, new { others = true }), Is.EqualTo(Changed));

        Assert.Multiple(async () =>
        {
            Assert.That(await client.InfoCodeAsync(first), Is.EqualTo("10001"));
            Assert.That(await client.InfoCodeAsync(second), Is.EqualTo("10001"));
            Assert.That(await client.InfoCodeAsync(mine), Is.EqualTo("10000"));
            Assert.That(await client.InfoCodeAsync(stranger), Is.EqualTo("10000"));
        });
    }

    [Test]
    public async Task Revoke_SomebodyElsesSession_IsRefusedAndEndsNothing()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var victim = await client.SteppedUpTokenAsync(Some.Admin);
        var id = (await SessionsAsync(client, victim)).Single().GetProperty("id").GetString();
        var mine = await client.AdminTokenAsync(Some.SuperAdmin);

        Assert.That(await AnswerAsync(client, "/user/sessions/revoke", mine, new { session_id = id }), Is.EqualTo(InvalidParameter));
        Assert.That(await client.InfoCodeAsync(victim), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Revoke_NotOneOfTheTwo_IsRefusedAndEndsNothing()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var other = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var mine = await client.AdminTokenAsync(Some.SuperAdmin);
        object[] bodies =
        [
            new { },
            new { session_id = "" },
            new { session_id = 5 },
            new { others = false },
            new { others = "true" },
            new { session_id = "x", others = true },
            Array.Empty<object>(),
        ];

        foreach (var body in bodies)
        {
            Assert.That(await AnswerAsync(client, "/user/sessions/revoke", mine, body), Is.EqualTo(InvalidParameter), body.ToString());
        }

        Assert.That(await client.InfoCodeAsync(other), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Logout_TheTokenIsWorthNothingFromTheNextRequestOn()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var other = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var mine = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        Assert.That(await client.InfoCodeAsync(mine), Is.EqualTo("10000"));

        Assert.That(await AnswerAsync(client, "/user/logout", mine, body: null), Is.EqualTo(Changed));

        Assert.That(await client.InfoCodeAsync(mine), Is.EqualTo("10001"));
        Assert.That(await client.InfoCodeAsync(other), Is.EqualTo("10000"));
        using var again = await client.SendAsync(HttpMethod.Post, "/user/logout", mine);
        Assert.That(await again.AdminCodeAsync(), Is.EqualTo("10001"));
        Assert.That(app.Rows("SELECT COUNT(*) FROM audit_entries WHERE action = 'logout'").Single(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Login_OneSessionTooMany_EndsTheLeastRecentlyUsed()
    {
        await using var app = TestApp.Create().With("Sessions:MaxPerUser", "3").Start();
        using var client = app.Client();
        var tokens = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            tokens.Add(await client.SteppedUpTokenAsync(Some.SuperAdmin));
            app.Time.Advance(TimeSpan.FromSeconds(10));
        }

        var codes = await Task.WhenAll(tokens.Select(client.InfoCodeAsync));

        Assert.That(codes, Is.EqualTo(new[] { "10001", "10000", "10000", "10000" }));
    }

    [Test]
    public async Task Login_TwelveInParallel_NeverLeaveOneTooMany()
    {
        // No login has to wait for a place: only the clock, which stands still here, tells a node of places freed on another.
        await using var app = TestApp.Create().With("Sessions:MaxPerUser", "3").With("Throttle:FreeFailures", "12").Start();
        await using var node = TestApp.CreateOn(app).With("Sessions:MaxPerUser", "3").With("Throttle:FreeFailures", "12").Start();
        using var client = app.Client();
        using var nodeClient = node.Client();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? client : nodeClient).AdminTokenAsync(Some.SuperAdmin)));

        Assert.That(app.Rows("SELECT COUNT(*) FROM sessions").Single(), Is.EqualTo("3"));
    }

    [Test]
    public async Task List_ExpiredSessions_AreNotThere()
    {
        await using var app = TestApp.Create().WithoutTimers().Start();
        using var client = app.Client();
        await client.AdminTokenAsync(Some.SuperAdmin);
        app.Time.Advance(TimeSpan.FromDays(6));
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        Assert.That(await SessionsAsync(client, token), Has.Count.EqualTo(2));

        app.Time.Advance(TimeSpan.FromDays(1));

        Assert.That(await SessionsAsync(client, token), Has.Count.EqualTo(1));
    }

    [TestCase("GET", "/user/sessions")]
    [TestCase("POST", "/user/sessions/revoke")]
    [TestCase("POST", "/user/logout")]
    [TestCase("POST", "/user/password")]
    public async Task EveryCall_WithoutToken_IsRefusedBeforeItsBodyIsRead(string method, string path)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        using var response = await client.SendAsync(new HttpMethod(method), path, token: null);

        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":401,"code":"10001","result":"token 已过期或无效","data":{}}""")
        );
    }

    private static async Task<IReadOnlyList<JsonElement>> SessionsAsync(HttpClient client, string token)
    {
        using var response = await client.SendAsync(HttpMethod.Get, "/user/sessions", token);
        return [.. (await response.JsonAsync()).GetProperty("data").GetProperty("sessions").EnumerateArray()];
    }

    private static async Task<string> AnswerAsync(HttpClient client, string path, string token, object? body)
    {
        using var response = await client.SendAsync(HttpMethod.Post, path, token, body);
        return await response.Content.ReadAsStringAsync();
    }
}
