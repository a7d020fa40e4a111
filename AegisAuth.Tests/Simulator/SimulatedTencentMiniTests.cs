using System.Security.Cryptography;
using System.Text.Json;
using AegisAuth.Api.Simulator;

namespace AegisAuth.Tests.Simulator;

[TestFixture("weapp", SimulatedApp.Weapp)]
[TestFixture("qq", SimulatedApp.QqMini)]
internal sealed class SimulatedTencentMiniTests(string platform, SimulatedApp app) : SimulatorTests
{
    private string Path => $"/{platform}/sns/jscode2session";

    [Test]
    public async Task Exchange_FreshCode_GivesTheSamePersonEveryTime()
    {
        var first = await ExchangeAsync(await CodeAsync("lin"));
        var second = await ExchangeAsync(await CodeAsync("lin"));
        var other = await ExchangeAsync(await CodeAsync("wang"));

        Assert.That(first.TryGetProperty("errcode", out _), Is.False);
        Assert.That(Convert.FromBase64String(Text(first, "session_key")), Has.Length.EqualTo(16));
        Assert.That(Text(second, "openid"), Is.EqualTo(Text(first, "openid")));
        Assert.That(Text(second, "unionid"), Is.EqualTo(Text(first, "unionid")));
        Assert.That(Text(other, "openid"), Is.Not.EqualTo(Text(first, "openid")));
    }

    [Test]
    public async Task Exchange_CodeUsedBefore_IsRefused()
    {
        var code = await CodeAsync("lin");
        await ExchangeAsync(code);

        var again = await ExchangeAsync(code);

        // QQ's page lists no number of its own for a used code.
        Assert.That(again.GetProperty("errcode").GetInt32(), Is.EqualTo(platform == "weapp" ? 40163 : 40029));
    }

    [Test]
    public async Task Exchange_ManyAtOnce_OneGetsThePerson()
    {
        var code = await CodeAsync("lin");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ExchangeAsync(code)));

        Assert.That(answers.Count(answer => answer.TryGetProperty("openid", out _)), Is.EqualTo(1));
    }

    [Test]
    public async Task Exchange_DemonstrationCode_WorksEveryTime()
    {
        var first = await ExchangeAsync("demo-lin");
        var second = await ExchangeAsync("demo-lin");

        Assert.That(Text(second, "openid"), Is.EqualTo(Text(first, "openid")));
    }

    [TestCase("appid", "", 41002)]
    [TestCase("appid", "somebody-else", 40013)]
    [TestCase("secret", "", 41004)]
    [TestCase("secret", "wrong", 40125)]
    [TestCase("grant_type", "password", 40002)]
    [TestCase("js_code", "", 41008)]
    [TestCase("js_code", "made-up", 40029)]
    [TestCase("js_code", "demo-nobody", 40029)]
    public async Task Exchange_WrongParameter_AnswersTheVendorsNumber(string name, string value, int expected)
    {
        var answer = await Host.GetAsync(Path, SimulatorHost.With(Query("demo-lin"), name, value));

        Assert.That(answer.GetProperty("errcode").GetInt32(), Is.EqualTo(expected));
        Assert.That(Text(answer, "errmsg"), Does.Contain("rid: "));
    }

    [Test]
    public async Task Exchange_CodeOfAnotherApp_IsUnknownHereAndStaysFreshThere()
    {
        var elsewhere = platform == "weapp" ? "qq" : "weapp";
        var code = Text(await Host.PhoneAsync(elsewhere, "lin"), "code");

        var refused = await ExchangeAsync(code);

        Assert.That(refused.GetProperty("errcode").GetInt32(), Is.EqualTo(40029));
        var otherApp = elsewhere == "weapp" ? SimulatedApp.Weapp : SimulatedApp.QqMini;
        var accepted = await Host.GetAsync($"/{elsewhere}/sns/jscode2session", Query(code, otherApp));
        Assert.That(accepted.TryGetProperty("openid", out _), Is.True);
    }

    [Test]
    public async Task Exchange_FiveMinutesLater_IsRefused()
    {
        await using var host = await SimulatorHost.StartAsync();
        var code = Text(await host.PhoneAsync(platform, "lin"), "code");
        host.Clock.Advance(TimeSpan.FromMinutes(5));

        var answer = await host.GetAsync(
            Path,
            ("appid", SimulatorKeys.AppId(app)),
            ("secret", host.Keys.Secret(app)),
            ("js_code", code),
            ("grant_type", "authorization_code")
        );

        Assert.That(answer.GetProperty("errcode").GetInt32(), Is.EqualTo(40029));
    }

    [Test]
    public async Task Phone_UserData_IsSignedAndEncryptedWithTheSessionKey()
    {
        var phone = await Host.PhoneAsync(platform, "zhang");
        var session = await ExchangeAsync(Text(phone, "code"));

        var key = Text(session, "session_key");
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(key);
        var plain = JsonDocument
            .Parse(aes.DecryptCbc(Convert.FromBase64String(Text(phone, "encryptedData")), Convert.FromBase64String(Text(phone, "iv"))))
            .RootElement;
        Assert.That(Text(phone, "signature"), Is.EqualTo(SimulatorHost.Signature(Text(phone, "rawData"), key)));
        Assert.That(Text(plain, "openId"), Is.EqualTo(Text(session, "openid")));
        Assert.That(Text(plain, "unionId"), Is.EqualTo(Text(session, "unionid")));
        Assert.That(Text(plain.GetProperty("watermark"), "appid"), Is.EqualTo(SimulatorKeys.AppId(app)));
        Assert.That(
            plain.GetProperty("watermark").GetProperty("timestamp").GetInt64(),
            Is.EqualTo(Host.Clock.GetUtcNow().ToUnixTimeSeconds())
        );
    }

    private Task<JsonElement> ExchangeAsync(string code) => Host.GetAsync(Path, Query(code));

    private (string, string?)[] Query(string code, SimulatedApp? of = null) =>
        [
            ("appid", SimulatorKeys.AppId(of ?? app)),
            ("secret", Host.Keys.Secret(of ?? app)),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];

    private async Task<string> CodeAsync(string person) => Text(await Host.PhoneAsync(platform, person), "code");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}

internal sealed class SimulatedWeappTests : SimulatorTests
{
    [Test]
    public async Task Exchange_Guest_IsAHighRiskUser()
    {
        var answer = await Host.GetAsync(
            "/weapp/sns/jscode2session",
            ("appid", SimulatorKeys.AppId(SimulatedApp.Weapp)),
            ("secret", Host.Keys.Secret(SimulatedApp.Weapp)),
            ("js_code", "demo-guest"),
            ("grant_type", "authorization_code")
        );

        Assert.That(answer.GetProperty("errcode").GetInt32(), Is.EqualTo(40226));
    }

    [Test]
    public async Task Exchange_ByPost_MissesTheAppId()
    {
        var answer = await Host.PostFormAsync("/weapp/sns/jscode2session", ("appid", SimulatorKeys.AppId(SimulatedApp.Weapp)));

        Assert.That(answer.GetProperty("errcode").GetInt32(), Is.EqualTo(41002));
    }
}
