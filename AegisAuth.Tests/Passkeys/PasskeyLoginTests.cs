using System.Text.Json.Nodes;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passkeys;

/// <summary>The login by passkey over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class PasskeyLoginTests(Engine engine) : EngineTests(engine)
{
    private const string Refused = "通行密钥无效或已过期";
    private const string Paused = "登录失败次数过多,请稍后再试";
    private const string UserRow = "WHERE user_name = 'user'";

    private TestApp _app = null!;
    private HttpClient _client = null!;
    private SoftwareAuthenticator _authenticator = null!;
    private string _token = "";

    [SetUp]
    public async Task StartAsync()
    {
        _app = PasskeyCalls.App().Start();
        _client = _app.Client();
        _authenticator = new SoftwareAuthenticator();
        _token = await _client.SiteTokenAsync();
        await _client.AddPasskeyAsync(_token, _authenticator);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _authenticator.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Options_AnyBrowser_AskForAnyResidentKeyAndVerification()
    {
        var (options, _) = await _client.LoginOptionsAsync();

        Assert.That(options.GetProperty("rpId").GetString(), Is.EqualTo("login.example.com"));
        Assert.That(options.GetProperty("userVerification").GetString(), Is.EqualTo("required"));
        Assert.That(options.GetProperty("allowCredentials").GetArrayLength(), Is.Zero);
        Assert.That(options.GetProperty("timeout").GetInt32(), Is.EqualTo(300_000));
        Assert.That(options.GetProperty("challenge").GetString(), Has.Length.EqualTo(43));
    }

    [Test]
    public async Task Login_RightKey_OpensASessionOfItsOwner()
    {
        var answer = await _client.PasskeyLoginAsync(_authenticator);

        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        Assert.That(answer.GetProperty("data").GetProperty("user_name").GetString(), Is.EqualTo("user"));
        var token = answer.GetProperty("data").GetProperty("token").GetString()!;
        var detail = await _client.SiteGetAsync("/api/user/detail", token);
        Assert.That(detail.GetProperty("data").GetProperty("user_name").GetString(), Is.EqualTo("user"));
        Assert.That(await _app.TextsAsync("SELECT amr FROM sessions ORDER BY created_at"), Does.Contain("hwk"));
        Assert.That(await _app.TextsAsync("SELECT reason FROM audit_entries WHERE action = 'site-login'"), Does.Contain("passkey"));
    }

    [Test]
    public async Task Login_WithoutUserVerification_IsRefused()
    {
        _authenticator.Verifies = false;

        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Login_CounterThatFellOrStayed_IsRefused()
    {
        _authenticator.Count = 10;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
        _authenticator.Count = 10;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
        _authenticator.Count = 9;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
        _authenticator.Count = 0;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
        _authenticator.Count = 11;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_AuthenticatorThatDoesNotCount_LogsInAgainAndAgain()
    {
        using var synced = new SoftwareAuthenticator { Count = 0 };
        await _client.AddPasskeyAsync(_token, synced);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            synced.Count = 0;
            Assert.That((await _client.PasskeyLoginAsync(synced)).Code(), Is.Zero);
        }
    }

    [Test]
    public async Task Login_ChallengeOfAnotherBrowser_IsRefusedAndTheRightOneStillLogsIn()
    {
        var (options, cookie) = await _client.LoginOptionsAsync();
        var (_, other) = await _client.LoginOptionsAsync();
        var shown = _authenticator.Get(options);

        Assert.That((await _client.PasskeyLoginAsync(shown, other)).Msg(), Is.EqualTo(Refused));
        Assert.That((await _client.PasskeyLoginAsync(shown, cookie: null)).Msg(), Is.EqualTo(Refused));
        Assert.That((await _client.PasskeyLoginAsync(shown, cookie)).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_TwoTabsOfOneBrowser_BothLogIn()
    {
        var (first, cookie) = await _client.LoginOptionsAsync();
        var (second, same) = await _client.LoginOptionsAsync(cookie);

        Assert.That(same, Is.EqualTo(cookie));
        Assert.That((await _client.PasskeyLoginAsync(_authenticator.Get(second), cookie)).Code(), Is.Zero);
        Assert.That((await _client.PasskeyLoginAsync(_authenticator.Get(first), cookie)).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_OneAnswerSixteenTimesAtOnce_LogsInOnce()
    {
        // It does not count, so that only the challenge keeps the others out.
        using var synced = new SoftwareAuthenticator { Count = 0 };
        await _client.AddPasskeyAsync(_token, synced);
        var (options, cookie) = await _client.LoginOptionsAsync();
        synced.Count = 0;
        var shown = synced.Get(options).ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _client.PasskeyLoginAsync(JsonNode.Parse(shown)!, cookie)));

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(1), string.Join('\n', answers));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM sessions WHERE amr = 'hwk'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Login_TwoAnswersWithOneCount_OneLogsIn()
    {
        var first = await _client.LoginOptionsAsync();
        var second = await _client.LoginOptionsAsync();
        _authenticator.Count = 7;
        var one = _authenticator.Get(first.Options);
        _authenticator.Count = 7;
        var other = _authenticator.Get(second.Options);

        var answers = await Task.WhenAll(_client.PasskeyLoginAsync(one, first.Cookie), _client.PasskeyLoginAsync(other, second.Cookie));

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(1), string.Join('\n', answers));
    }

    [Test]
    public async Task Login_AfterFiveMinutes_IsRefused()
    {
        var (late, cookie) = await _client.LoginOptionsAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.That((await _client.PasskeyLoginAsync(_authenticator.Get(late), cookie)).Msg(), Is.EqualTo(Refused));

        var (soon, again) = await _client.LoginOptionsAsync(cookie);
        _app.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.That((await _client.PasskeyLoginAsync(_authenticator.Get(soon), again)).Code(), Is.Zero);
    }

    [TestCase("https://evil.example.com")]
    [TestCase("http://login.example.com")]
    [TestCase("https://login.example.com:444")]
    [TestCase("https://login.example.com/")]
    [TestCase("https://LOGIN.example.com")]
    [TestCase("https://sub.login.example.com")]
    [TestCase("https://login.example.com.evil.example")]
    public async Task Login_OtherOrigin_IsRefused(string origin)
    {
        _authenticator.Origin = origin;

        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Login_OtherRelyingPartyOrFrameElsewhere_IsRefused()
    {
        _authenticator.RelyingParty = "example.com";
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
        _authenticator.RelyingParty = null;
        _authenticator.CrossOrigin = true;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Login_OtherUserHandleOrNone_IsRefused()
    {
        var handle = _authenticator.UserHandle;
        _authenticator.UserHandle = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
        _authenticator.UserHandle = "";
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
        _authenticator.UserHandle = handle;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_RemovedKeyOrUnknownOrForged_IsRefused()
    {
        using var unknown = new SoftwareAuthenticator { UserHandle = _authenticator.UserHandle };
        using var forged = new SoftwareAuthenticator { UserHandle = _authenticator.UserHandle, Id = _authenticator.Id };
        Assert.That((await _client.PasskeyLoginAsync(unknown)).Msg(), Is.EqualTo(Refused));
        Assert.That((await _client.PasskeyLoginAsync(forged)).Msg(), Is.EqualTo(Refused));

        var list = await _client.SiteGetAsync(PasskeyCalls.Site, _token);
        var id = list.GetProperty("data")[0].GetProperty("id").GetString();
        var removed = await _client.SitePostAsync($"{PasskeyCalls.Site}/{id}/remove", _token, new { });
        Assert.That(removed.Code(), Is.Zero, removed.ToString());
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Login_DisabledUser_IsToldNothing()
    {
        await _app.SqlAsync($"UPDATE users SET enabled = 0 {UserRow}");

        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo("用户名或密码错误"));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM sessions WHERE amr = 'hwk'"), Is.Zero);
    }

    [Test]
    public async Task Login_FailuresInARow_PauseTheAccountForPasswordsToo()
    {
        _authenticator.Verifies = false;
        foreach (var _ in Enumerable.Range(0, 5))
        {
            Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
        }

        _authenticator.Verifies = true;
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Paused));
        Assert.That(await _client.LoginMessageAsync("user", Some.Password), Is.EqualTo(Paused));
        _app.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
    }

    [Test]
    public async Task Login_AccountBeingClosed_IsToldAndReopensByThePasskey()
    {
        var closed = await _client.SitePostAsync("/api/user/close", _token, new { password = Some.Password });
        Assert.That(closed.Code(), Is.Zero, closed.ToString());

        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Does.StartWith("账号已申请注销"));
        var (options, cookie) = await _client.LoginOptionsAsync();
        var reopened = await _client.PasskeyLoginAsync(_authenticator.Get(options), cookie, "/api/user/reopen");

        Assert.That(reopened.Code(), Is.Zero, reopened.ToString());
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
    }

    [TestCase("null")]
    [TestCase("""{"rawId":"AAAA"}""")]
    [TestCase("""{"id":1,"rawId":2,"response":[]}""")]
    [TestCase("\"text\"")]
    public async Task Login_NoAnswerOfAnAuthenticator_IsRefused(string passkey)
    {
        var (_, cookie) = await _client.LoginOptionsAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, SiteCalls.LoginPath)
        {
            Content = new StringContent($$"""{"platform":"passkey","passkey":{{passkey}}}""", null, "application/json"),
        };
        request.Headers.Add("Cookie", cookie);
        using var response = await _client.SendAsync(request);

        Assert.That((await response.JsonAsync()).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Options_MoreThanAnAddressMayBegin_AreRefused()
    {
        await using var node = TestApp
            .CreateOn(_app)
            .With("Site:PublicUrl", PasskeyCalls.PublicUrl)
            .With("Throttle:LoginsBegunPerAddress", "2")
            .Start();
        using var client = node.Client();
        await client.LoginOptionsAsync();
        await client.LoginOptionsAsync();

        using var third = await client.PostAsync(PasskeyCalls.LoginOptions, content: null);

        Assert.That((await third.JsonAsync()).Msg(), Is.EqualTo(Paused));
        Assert.That(third.Headers.RetryAfter, Is.Not.Null);
        Assert.That(await _app.TextsAsync("SELECT purpose FROM passkey_challenges"), Is.EqualTo((string[])["login", "login"]));
    }

    [Test]
    public async Task Login_HostUnknown_IsNotEnabled()
    {
        await using var app = TestApp.CreateEmpty().In("Production").With("Bootstrap:AdminPassword", "three blue kettles sing").Start();
        using var client = app.Client();
        using var response = await client.PostAsync(PasskeyCalls.LoginOptions, content: null);

        Assert.That((await response.JsonAsync()).Msg(), Is.EqualTo("该登录方式未启用"));
    }
}
