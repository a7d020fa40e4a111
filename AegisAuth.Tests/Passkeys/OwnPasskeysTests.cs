using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passkeys;

/// <summary>The passkeys of a site user over the wire: added, listed, renamed, removed.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class OwnPasskeysTests(Engine engine) : EngineTests(engine)
{
    private const string Refused = "通行密钥无效或已过期";
    private const string LastWay = "不能解除唯一的登录方式";
    private const string NotAllowed = "无权访问";

    private static readonly TimeSpan NoLongerFresh = TimeSpan.FromMinutes(11);

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
    }

    [TearDown]
    public async Task StopAsync()
    {
        _authenticator.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Begin_FreshLogin_DemandsAResidentVerifiedKeyWithoutAttestation()
    {
        var options = await _client.BeginAsync(_token);

        var demands = options.GetProperty("authenticatorSelection");
        Assert.That(demands.GetProperty("residentKey").GetString(), Is.EqualTo("required"));
        Assert.That(demands.GetProperty("requireResidentKey").GetBoolean(), Is.True);
        Assert.That(demands.GetProperty("userVerification").GetString(), Is.EqualTo("required"));
        Assert.That(options.GetProperty("attestation").GetString(), Is.EqualTo("none"));
        Assert.That(options.GetProperty("rp").GetProperty("id").GetString(), Is.EqualTo("login.example.com"));
        Assert.That(options.GetProperty("user").GetProperty("id").GetString(), Has.Length.EqualTo(43));
        Assert.That(options.GetProperty("challenge").GetString(), Has.Length.EqualTo(43));
        Assert.That(
            options.GetProperty("pubKeyCredParams").EnumerateArray().Select(known => known.GetProperty("alg").GetInt32()),
            Does.Contain(-7).And.Contain(-257)
        );
    }

    [Test]
    public async Task Begin_SecondKey_KeepsTheHandleAndExcludesTheFirst()
    {
        await _client.AddPasskeyAsync(_token, _authenticator);

        var options = await _client.BeginAsync(_token);

        Assert.That(options.GetProperty("user").GetProperty("id").GetString(), Is.EqualTo(_authenticator.UserHandle));
        Assert.That(options.GetProperty("excludeCredentials").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Begin_LoginNoLongerFresh_WantsThePassword()
    {
        _app.Time.Advance(NoLongerFresh);

        Assert.That((await PostAsync("begin", new { })).Msg(), Is.EqualTo("请重新登录或输入密码"));
        Assert.That((await PostAsync("begin", new { password = Some.WrongPassword })).Code(), Is.EqualTo(-1));
        Assert.That((await PostAsync("begin", new { password = Some.Password })).Code(), Is.Zero);
    }

    [Test]
    public async Task Finish_GoodKey_IsListedWithoutItsKeyAndWrittenDown()
    {
        var id = await _client.AddPasskeyAsync(_token, _authenticator);

        var list = (await _client.SiteGetAsync(PasskeyCalls.Site, _token)).GetProperty("data");
        Assert.That(list.GetArrayLength(), Is.EqualTo(1));
        Assert.That(
            list[0].EnumerateObject().Select(member => member.Name),
            Is.EqualTo((string[])["id", "name", "created_time", "last_used", "step_up"])
        );
        Assert.That(list[0].GetProperty("id").GetString(), Is.EqualTo(id));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries WHERE action = 'passkey-add'"), Is.EqualTo(1));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM passkey_challenges"), Is.Zero);
    }

    [Test]
    public async Task Finish_KeyThatIsNotAsDemanded_IsRefused()
    {
        _authenticator.Verifies = false;
        Assert.That((await AddAsync()).Msg(), Is.EqualTo(Refused));
        _authenticator.Verifies = true;
        _authenticator.Resident = false;
        Assert.That((await AddAsync()).Msg(), Is.EqualTo(Refused));
        _authenticator.Resident = true;
        _authenticator.Origin = "https://evil.example.com";
        Assert.That((await AddAsync()).Msg(), Is.EqualTo(Refused));
        _authenticator.Origin = PasskeyCalls.Origin;
        _authenticator.RelyingParty = "example.com";
        Assert.That((await AddAsync()).Msg(), Is.EqualTo(Refused));
        Assert.That(await _client.PasskeyNamesAsync(_token), Is.Empty);
    }

    [Test]
    public async Task Finish_ChallengeOfAnotherSession_IsRefusedAndTheRightOneStillAdds()
    {
        var other = await _client.SiteTokenAsync();
        var made = _authenticator.Create(await _client.BeginAsync(_token));

        Assert.That((await _client.FinishAsync(other, made)).Msg(), Is.EqualTo(Refused));
        Assert.That((await _client.FinishAsync(_token, made)).Code(), Is.Zero);
        Assert.That((await _client.FinishAsync(_token, made)).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Finish_SessionThatTheBeginHasRenewed_Adds()
    {
        _app.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(30));
        using var begun = await _client.SendAsync(HttpMethod.Post, $"{PasskeyCalls.Site}/begin", _token, new { password = Some.Password });
        var renewed = begun.Headers.GetValues("update-token").Single();

        var made = _authenticator.Create((await begun.JsonAsync()).GetProperty("data"));

        Assert.That((await _client.FinishAsync(renewed, made)).Code(), Is.Zero);
    }

    [Test]
    public async Task Finish_SessionEndedWhereThisNodeHasNotHeardOfIt_AddsNothing()
    {
        var made = _authenticator.Create(await _client.BeginAsync(_token));
        // What another node does is heard of a moment later: until then this one takes the session for open.
        _app.Execute("DELETE FROM sessions");

        Assert.That((await _client.FinishAsync(_token, made)).Code(), Is.Not.Zero);
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM passkeys"), Is.Zero);
    }

    [Test]
    public async Task Finish_ChallengeOfALogin_IsRefused()
    {
        var (login, _) = await _client.LoginOptionsAsync();
        var options = JsonNode.Parse((await _client.BeginAsync(_token)).GetRawText())!;
        options["challenge"] = login.GetProperty("challenge").GetString();

        var made = _authenticator.Create(JsonSerializer.SerializeToElement(options));

        Assert.That((await _client.FinishAsync(_token, made)).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Finish_AfterFiveMinutes_IsRefused()
    {
        var made = _authenticator.Create(await _client.BeginAsync(_token));
        _app.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.That((await _client.FinishAsync(_token, made)).Msg(), Is.EqualTo(Refused));
    }

    [Test]
    public async Task Finish_SixteenTimesAtOnce_AddsOne()
    {
        var made = _authenticator.Create(await _client.BeginAsync(_token)).ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _client.FinishAsync(_token, JsonNode.Parse(made)!)));

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(1), string.Join('\n', answers));
        Assert.That(await _client.PasskeyNamesAsync(_token), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Finish_CredentialOfAnotherUser_IsRefused()
    {
        await _client.AddPasskeyAsync(_token, _authenticator);
        await _app.AddUserAsync("second");
        var second = await _client.SiteTokenAsync("second");

        var answer = await _client.FinishAsync(second, _authenticator.Create(await _client.BeginAsync(second)));

        Assert.That(answer.Msg(), Is.EqualTo(Refused));
        Assert.That(await _client.PasskeyNamesAsync(second), Is.Empty);
    }

    [Test]
    public async Task Finish_TwentyFirstKey_IsRefusedAlsoAtOnce()
    {
        foreach (var _ in Enumerable.Range(0, 18))
        {
            using var another = new SoftwareAuthenticator();
            await _client.AddPasskeyAsync(_token, another);
        }

        var made = new List<JsonNode>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            using var another = new SoftwareAuthenticator();
            made.Add(another.Create(await _client.BeginAsync(_token)));
        }

        var answers = await Task.WhenAll(made.Select(one => _client.FinishAsync(_token, one)));

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(2), string.Join('\n', answers));
        Assert.That((await PostAsync("begin", new { })).Msg(), Is.EqualTo("通行密钥数量已达上限"));
    }

    [Test]
    public async Task Rename_OwnKey_IsRenamedAndAnothersIsNot()
    {
        var id = await _client.AddPasskeyAsync(_token, _authenticator);
        await _app.AddUserAsync("second");
        var second = await _client.SiteTokenAsync("second");

        Assert.That((await PostAsync($"{id}/rename", new { name = " 工作电脑 " })).Code(), Is.Zero);
        Assert.That((await PostAsync($"{id}/rename", new { name = "" })).Code(), Is.EqualTo(-1));
        Assert.That((await PostAsync($"{id}/rename", new { name = new string('x', 65) })).Code(), Is.EqualTo(-1));
        Assert.That((await PostAsync($"{id}/rename", new { name = "pho\u202Ene" })).Code(), Is.EqualTo(-1));
        var stranger = await _client.SitePostAsync($"{PasskeyCalls.Site}/{id}/rename", second, new { name = "mine" });

        Assert.That(stranger.Msg(), Is.EqualTo("请求参数无效"));
        Assert.That(await _client.PasskeyNamesAsync(_token), Is.EqualTo((string[])["工作电脑"]));
    }

    [Test]
    public async Task Remove_AnothersKey_IsRefused()
    {
        var id = await _client.AddPasskeyAsync(_token, _authenticator);
        await _app.AddUserAsync("second");
        var second = await _client.SiteTokenAsync("second");

        var stranger = await _client.SitePostAsync($"{PasskeyCalls.Site}/{id}/remove", second, new { });

        Assert.That(stranger.Msg(), Is.EqualTo("请求参数无效"));
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
    }

    [Test]
    public async Task Remove_LastWayIn_IsRefusedAlsoOfTwoAtOnce()
    {
        using var second = new SoftwareAuthenticator();
        string[] ids = [await _client.AddPasskeyAsync(_token, _authenticator), await _client.AddPasskeyAsync(_token, second)];
        await _app.SqlAsync("UPDATE users SET password_hash = NULL WHERE user_name = 'user'");

        var answers = await Task.WhenAll(ids.Select(id => PostAsync($"{id}/remove", new { })));

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(1), string.Join('\n', answers));
        Assert.That(answers.Single(answer => answer.Code() != 0).Msg(), Is.EqualTo(LastWay));
        Assert.That(await _client.PasskeyNamesAsync(_token), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Unlink_PasskeyIsLeft_LetsTheExternalAccountGo()
    {
        var login = await _client.SitePostAsync("/api/login", token: null, new { platform = "weapp", code = "demo-lin" });
        var token = login.GetProperty("data").GetProperty("token").GetString()!;
        var linked = (await _client.SiteGetAsync("/api/user/logins", token)).GetProperty("data")[0];
        var unlink = new { provider = "weapp", id = linked.GetProperty("id").GetString() };

        Assert.That((await _client.SitePostAsync("/api/user/logins/unlink", token, unlink)).Msg(), Is.EqualTo(LastWay));
        var id = await _client.AddPasskeyAsync(token, _authenticator);
        Assert.That((await _client.SitePostAsync("/api/user/logins/unlink", token, unlink)).Code(), Is.Zero);
        Assert.That((await _client.SitePostAsync($"{PasskeyCalls.Site}/{id}/remove", token, new { })).Msg(), Is.EqualTo(LastWay));
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Code(), Is.Zero);
    }

    [Test]
    public async Task Change_ByAnAccountWithAnAdminRole_BelongsToTheAdminSurface()
    {
        var admin = await _client.SiteTokenAsync("manager");

        Assert.That((await _client.SitePostAsync($"{PasskeyCalls.Site}/begin", admin, new { })).Msg(), Is.EqualTo(NotAllowed));
        Assert.That((await _client.FinishAsync(admin, new JsonObject())).Msg(), Is.EqualTo(NotAllowed));
        Assert.That((await _client.SitePostAsync($"{PasskeyCalls.Site}/x/remove", admin, new { })).Msg(), Is.EqualTo(NotAllowed));
        Assert.That((await _client.SiteGetAsync(PasskeyCalls.Site, admin)).Code(), Is.Zero);
    }

    [Test]
    public async Task Erasure_OfTheAccount_LeavesNoKeyAndTheCopyTellsNoSecret()
    {
        await _client.AddPasskeyAsync(_token, _authenticator);
        var copy = (await _client.SiteGetAsync("/api/user/copy", _token)).GetProperty("data").GetProperty("passkeys");
        Assert.That(
            copy[0].EnumerateObject().Select(member => member.Name),
            Is.EqualTo((string[])["name", "surface", "created_time", "last_used"])
        );

        var super = await _app.AdminSessionAsync(AdminRole.SuperAdmin);
        Assert.That(await _client.ManageAsync(super, await _app.UserAsync(Some.User), "erase"), Is.EqualTo((200, "10000")));

        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM passkeys"), Is.Zero);
        Assert.That((await _client.PasskeyLoginAsync(_authenticator)).Msg(), Is.EqualTo(Refused));
    }

    private Task<JsonElement> PostAsync(string path, object body) => _client.SitePostAsync($"{PasskeyCalls.Site}/{path}", _token, body);

    private async Task<JsonElement> AddAsync() =>
        await _client.FinishAsync(_token, _authenticator.Create(await _client.BeginAsync(_token)));
}
