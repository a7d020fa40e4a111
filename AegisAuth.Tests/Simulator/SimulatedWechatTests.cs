using System.Net;
using System.Text.Json;
using AegisAuth.Api.Simulator;

namespace AegisAuth.Tests.Simulator;

[TestFixture(SimulatedApp.Wechat, "/wechat/connect/qrconnect", "snsapi_login", 10)]
[TestFixture(SimulatedApp.Inwechat, "/inwechat/connect/oauth2/authorize", "snsapi_userinfo", 5)]
internal sealed class SimulatedWechatTests(SimulatedApp app, string authorizePath, string scope, int minutes) : SimulatorTests
{
    private string Base => $"/{app.Platform()}";

    [Test]
    public async Task Login_PersonAgrees_LeadsToTheProfile()
    {
        var callback = await Host.ConsentAsync(authorizePath, AuthorizeQuery(Host), person: "wang");
        var token = await ExchangeAsync(SimulatorHost.Part(callback, "code"));
        var profile = await ProfileAsync(Text(token, "access_token"), Text(token, "openid"));

        Assert.That(callback.AbsoluteUri, Does.StartWith(Host.RedirectUri));
        Assert.That(SimulatorHost.Part(callback, "state"), Is.EqualTo("state & 状态"));
        Assert.That(Text(token, "scope"), Is.EqualTo(scope));
        Assert.That(token.TryGetProperty("is_snapshotuser", out _), Is.False);
        Assert.That(Text(profile, "nickname"), Is.EqualTo("王二"));
        Assert.That(Text(profile, "unionid"), Is.EqualTo(Text(token, "unionid")));
    }

    [Test]
    public async Task Login_ThreeWechatApps_ShareTheUnionIdOnly()
    {
        var web = await ExchangeAsync("demo-lin");
        var mini = await Host.GetAsync(
            "/weapp/sns/jscode2session",
            ("appid", SimulatorKeys.AppId(SimulatedApp.Weapp)),
            ("secret", Host.Keys.Secret(SimulatedApp.Weapp)),
            ("js_code", "demo-lin"),
            ("grant_type", "authorization_code")
        );

        Assert.That(Text(web, "unionid"), Is.EqualTo(Text(mini, "unionid")));
        Assert.That(Text(web, "openid"), Is.Not.EqualTo(Text(mini, "openid")));
    }

    [Test]
    public async Task Consent_PersonRefuses_ComesBackWithTheStateOnly()
    {
        var callback = await Host.ConsentAsync(authorizePath, AuthorizeQuery(Host), decision: "refuse");

        Assert.That(SimulatorHost.Part(callback, "code"), Is.Empty);
        Assert.That(SimulatorHost.Part(callback, "state"), Is.EqualTo("state & 状态"));
    }

    [TestCase("appid", "somebody-else")]
    [TestCase("redirect_uri", "https://evil.example/")]
    [TestCase("redirect_uri", "javascript:alert(1)")]
    [TestCase("redirect_uri", null)]
    [TestCase("response_type", "token")]
    [TestCase("scope", "snsapi_everything")]
    public async Task Authorize_WrongParameter_ShowsAnErrorAndNoForm(string name, string? value)
    {
        using var response = await Host.Client.GetAsync(
            SimulatorHost.Address(authorizePath, SimulatorHost.With(AuthorizeQuery(Host), name, value))
        );
        var page = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page, Does.Contain("role=\"alert\"").And.Not.Contain("<form"));
    }

    [Test]
    public async Task Authorize_OtherOrder_IsRefusedInsideWechatOnly()
    {
        var query = AuthorizeQuery(Host).Reverse().ToArray();

        using var response = await Host.Client.GetAsync(SimulatorHost.Address(authorizePath, query));

        Assert.That(response.StatusCode, Is.EqualTo(app == SimulatedApp.Inwechat ? HttpStatusCode.BadRequest : HttpStatusCode.OK));
    }

    [Test]
    public async Task Exchange_CodeUsedBefore_Is40163()
    {
        var code = SimulatorHost.Part(await Host.ConsentAsync(authorizePath, AuthorizeQuery(Host)), "code");
        await ExchangeAsync(code);

        Assert.That((await ExchangeAsync(code)).GetProperty("errcode").GetInt32(), Is.EqualTo(40163));
    }

    [Test]
    public async Task Exchange_CodeTooOld_Is42003()
    {
        await using var host = await SimulatorHost.StartAsync();
        var code = SimulatorHost.Part(await host.ConsentAsync(authorizePath, AuthorizeQuery(host)), "code");
        host.Clock.Advance(TimeSpan.FromMinutes(minutes));

        var answer = await host.GetAsync($"{Base}/sns/oauth2/access_token", TokenQuery(host, code));

        Assert.That(answer.GetProperty("errcode").GetInt32(), Is.EqualTo(42003));
    }

    [TestCase("appid", "somebody-else", 40013)]
    [TestCase("secret", "wrong", 40125)]
    [TestCase("code", "", 41008)]
    [TestCase("code", "made-up", 40029)]
    [TestCase("grant_type", "", 40002)]
    public async Task Exchange_WrongParameter_AnswersTheVendorsNumber(string name, string value, int expected)
    {
        var answer = await Host.GetAsync($"{Base}/sns/oauth2/access_token", SimulatorHost.With(TokenQuery(Host, "demo-lin"), name, value));

        Assert.That(answer.GetProperty("errcode").GetInt32(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Profile_WrongTokenOrOpenId_IsRefused()
    {
        var token = await ExchangeAsync("demo-lin");
        var accessToken = Text(token, "access_token");

        Assert.That(await NumberAsync("", "x"), Is.EqualTo(41001));
        Assert.That(await NumberAsync("made-up", "x"), Is.EqualTo(40001));
        Assert.That(await NumberAsync(accessToken, ""), Is.EqualTo(41009));
        Assert.That(await NumberAsync(accessToken, "somebody-else"), Is.EqualTo(40003));

        async Task<int> NumberAsync(string given, string openId) => (await ProfileAsync(given, openId)).GetProperty("errcode").GetInt32();
    }

    [Test]
    public async Task Profile_TwoHoursLater_Is42001()
    {
        await using var host = await SimulatorHost.StartAsync();
        var token = await host.GetAsync($"{Base}/sns/oauth2/access_token", TokenQuery(host, "demo-lin"));
        host.Clock.Advance(TimeSpan.FromHours(2));

        var answer = await host.GetAsync(
            $"{Base}/sns/userinfo",
            ("access_token", Text(token, "access_token")),
            ("openid", Text(token, "openid"))
        );

        Assert.That(answer.GetProperty("errcode").GetInt32(), Is.EqualTo(42001));
    }

    private (string, string?)[] AuthorizeQuery(SimulatorHost host) =>
        [
            ("appid", SimulatorKeys.AppId(app)),
            ("redirect_uri", host.RedirectUri),
            ("response_type", "code"),
            ("scope", scope),
            ("state", "state & 状态"),
        ];

    private (string, string?)[] TokenQuery(SimulatorHost host, string code) =>
        [("appid", SimulatorKeys.AppId(app)), ("secret", host.Keys.Secret(app)), ("code", code), ("grant_type", "authorization_code")];

    private Task<JsonElement> ExchangeAsync(string code) => Host.GetAsync($"{Base}/sns/oauth2/access_token", TokenQuery(Host, code));

    private Task<JsonElement> ProfileAsync(string accessToken, string openId) =>
        Host.GetAsync($"{Base}/sns/userinfo", ("access_token", accessToken), ("openid", openId), ("lang", "zh_CN"));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}

internal sealed class SimulatedInwechatTests : SimulatorTests
{
    [Test]
    public async Task Exchange_Guest_IsASnapshotUserWithoutProfile()
    {
        var token = await ExchangeAsync("demo-guest");
        var profile = await ProfileAsync(token);

        Assert.That(token.GetProperty("is_snapshotuser").GetInt32(), Is.EqualTo(1));
        Assert.That(profile.GetProperty("errcode").GetInt32(), Is.EqualTo(48001));
    }

    [Test]
    public async Task Exchange_SilentScope_GivesNeitherUnionIdNorProfile()
    {
        var callback = await Host.ConsentAsync(
            "/inwechat/connect/oauth2/authorize",
            [
                ("appid", SimulatorKeys.AppId(SimulatedApp.Inwechat)),
                ("redirect_uri", Host.RedirectUri),
                ("response_type", "code"),
                ("scope", "snsapi_base"),
                ("state", "s"),
            ]
        );
        var token = await ExchangeAsync(SimulatorHost.Part(callback, "code"));

        Assert.That(token.TryGetProperty("unionid", out _), Is.False);
        Assert.That((await ProfileAsync(token)).GetProperty("errcode").GetInt32(), Is.EqualTo(48001));
    }

    private Task<JsonElement> ExchangeAsync(string code) =>
        Host.GetAsync(
            "/inwechat/sns/oauth2/access_token",
            ("appid", SimulatorKeys.AppId(SimulatedApp.Inwechat)),
            ("secret", Host.Keys.Secret(SimulatedApp.Inwechat)),
            ("code", code),
            ("grant_type", "authorization_code")
        );

    private Task<JsonElement> ProfileAsync(JsonElement token) =>
        Host.GetAsync(
            "/inwechat/sns/userinfo",
            ("access_token", token.GetProperty("access_token").GetString()),
            ("openid", token.GetProperty("openid").GetString())
        );
}
