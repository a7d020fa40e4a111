using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Registration;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>Forgotten passwords over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ForgottenPasswordTests(Engine engine) : EngineTests(engine)
{
    private const string Email = "kettle@example.com";
    private const string NewPassword = "six brown mugs dance";

    [Test]
    public async Task Reset_ProvenAddress_SetsThePasswordAndEndsEverySession()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        var session = await ProvenAsync(client, sender);
        var code = await AskedAsync(client, sender);

        var weak = await SetAsync(client, code, "12345678");
        var set = await SetAsync(client, code, NewPassword);
        var again = await SetAsync(client, code, "nine red plates fall");

        Assert.That((weak.Msg(), set.Code(), again.Msg()), Is.EqualTo(("密码太常见,请换一个", 0, "验证码无效或已过期")));
        Assert.That((await client.SiteGetAsync("/api/user/detail", session)).Code(), Is.EqualTo(1001));
        Assert.That((await client.SiteLoginAnswerAsync("kettle")).Code(), Is.EqualTo(-1));
        Assert.That((await client.SiteLoginAnswerAsync("kettle", NewPassword)).Code(), Is.Zero);
    }

    [Test]
    public async Task Ask_KnownUnknownUnprovenAndAdmin_AnswerAlikeAndOnlyTheKnownGetsMail()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        await client.RegisteredAsync("unproven", "unproven@example.com");
        await sender.NextAsync();

        var bodies = new List<string>();
        foreach (var email in (string[])[Email, "nobody@example.com", "unproven@example.com"])
        {
            using var response = await client.SendAsync(HttpMethod.Post, "/api/password/reset", token: null, new { email });
            bodies.Add(await response.Content.ReadAsStringAsync());
        }

        await app.FlushMessagesAsync();

        Assert.That(bodies, Is.All.EqualTo("""{"code":0,"msg":""}"""));
        Assert.That(
            sender.Sent.Where(m => m.Link!.Query.StartsWith("?reset", StringComparison.Ordinal)).Select(m => m.To),
            Is.EqualTo((string[])[Email])
        );
    }

    [Test]
    public async Task Reset_WrongLinks_PauseTheAddress()
    {
        await using var app = TestApp.Create().With("Throttle:AddressFailures", "3").Start();
        using var guesser = app.ClientFrom("127.0.0.7");

        var answers = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await SetAsync(guesser, $"guess-{i}", NewPassword)).Msg());
        }

        const string Invalid = "验证码无效或已过期";
        Assert.That(answers, Is.EqualTo((string[])[Invalid, Invalid, Invalid, "登录失败次数过多,请稍后再试"]));
    }

    [Test]
    public async Task Reset_DisabledMeanwhile_IsRefusedAlsoAfterwards()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        var code = await AskedAsync(client, sender);
        var user = app.Rows("SELECT aegisspeed_id FROM users WHERE user_name = 'kettle'").Single();
        var super = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        await client.DataAsync(HttpMethod.Post, $"{ManageCalls.Users}/{user}/disable", super);
        await client.DataAsync(HttpMethod.Post, $"{ManageCalls.Users}/{user}/enable", super);

        Assert.That((await SetAsync(client, code, NewPassword)).Msg(), Is.EqualTo("验证码无效或已过期"));
    }

    [Test]
    public async Task Ask_AccountWithAdminRole_GetsNoMail()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        MassAssignment.Count(app, "UPDATE users SET role = 2 WHERE user_name = 'kettle' RETURNING id");

        await client.SitePostAsync("/api/password/reset", token: null, new { email = Email });
        await app.FlushMessagesAsync();

        Assert.That(sender.Sent.Count, Is.EqualTo(1), "the verification only");
    }

    [Test]
    public async Task Set_AfterHalfAnHour_Expired()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        var code = await AskedAsync(client, sender);
        app.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.That((await SetAsync(client, code, NewPassword)).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Set_CodeOfAVerification_IsWorthNothing()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await client.RegisteredAsync("kettle", Email);
        var verify = (await sender.NextAsync()).Code();

        Assert.That((await SetAsync(client, verify, NewPassword)).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Set_ManyAtOnce_OneGetsThrough()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        var code = await AskedAsync(client, sender);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SetAsync(client, code, $"{NewPassword} {i}")));

        Assert.That(answers.Count(a => a.Code() == 0), Is.EqualTo(1));
    }

    [Test]
    public async Task Set_OneOfTwoLinks_EndsTheOther()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        var first = await AskedAsync(client, sender);
        var second = await AskedAsync(client, sender);
        await SetAsync(client, second, NewPassword);

        Assert.That((await SetAsync(client, first, "nine red plates fall")).Code(), Is.EqualTo(-1));
    }

    [Test]
    public async Task Ask_ForeignHostHeader_LinkKeepsTheConfiguredAddress()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().With("Site:PublicUrl", "https://login.example.com").Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/password/reset");
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Content = System.Net.Http.Json.JsonContent.Create(new { email = Email });

        using var response = await client.SendAsync(request);

        Assert.That((await sender.NextAsync()).Link!.GetLeftPart(UriPartial.Path), Is.EqualTo("https://login.example.com/"));
    }

    [Test]
    public async Task Set_WhilePaused_EndsThePause()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().Collecting(sender).Start();
        using var client = app.Client();
        await ProvenAsync(client, sender);
        using var guesser = app.ClientFrom("127.0.0.2");
        for (var i = 0; i < 5; i++)
        {
            await guesser.SiteLoginAnswerAsync("kettle", "wrong password");
        }

        var code = await AskedAsync(client, sender);
        await SetAsync(client, code, NewPassword);

        Assert.That(MassAssignment.Count(app, "SELECT COUNT(*) FROM login_attempts WHERE attempt_key LIKE '%ASD000005%'"), Is.Zero);
    }

    private static async Task<string> ProvenAsync(HttpClient client, CollectingSender sender)
    {
        var token = await client.RegisteredAsync("kettle", Email);
        var confirmed = await client.SiteGetAsync($"/api/verify/email?token={(await sender.NextAsync()).Code()}", token);
        Assert.That(confirmed.Code(), Is.Zero);
        return token;
    }

    private static async Task<string> AskedAsync(HttpClient client, CollectingSender sender)
    {
        await client.SitePostAsync("/api/password/reset", token: null, new { email = Email });
        return (await sender.NextAsync()).Code();
    }

    private static Task<System.Text.Json.JsonElement> SetAsync(HttpClient client, string code, string password) =>
        client.SitePostAsync("/api/password/reset", token: null, new { token = code, password });
}
