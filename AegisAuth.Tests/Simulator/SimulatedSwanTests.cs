using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Simulator;

namespace AegisAuth.Tests.Simulator;

internal sealed class SimulatedSwanTests : SimulatorTests
{
    private const string Path = "/swan/oauth/jscode2sessionkey";

    private static string AppKey => SimulatorKeys.AppId(SimulatedApp.Swan);

    private string Secret => Host.Keys.Secret(SimulatedApp.Swan);

    [Test]
    public async Task Exchange_FreshCode_GivesThePersonOnce()
    {
        var code = Text(await Host.PhoneAsync("swan", "lin"), "code");

        var first = await ExchangeAsync(code);
        var second = await ExchangeAsync(code);

        Assert.That(code, Does.Contain("@"));
        Assert.That(Convert.FromBase64String(Text(first, "session_key")), Has.Length.EqualTo(24));
        Assert.That(second.GetProperty("errno").GetInt32(), Is.EqualTo(10010100));
        Assert.That(Text(second, "error"), Is.EqualTo("parameter is invalid"));
    }

    [TestCase("", "", "", "invalid_request")]
    [TestCase("demo-lin", "somebody-else", "", "invalid_client")]
    [TestCase("demo-lin", "", "wrong", "invalid_client")]
    [TestCase("made-up", "", "", "parameter is invalid")]
    public async Task Exchange_WrongParameter_IsRefused(string code, string appKey, string secret, string expected)
    {
        var answer = await Host.PostFormAsync(
            Path,
            ("code", code),
            ("client_id", appKey.Length > 0 ? appKey : AppKey),
            ("sk", secret.Length > 0 ? secret : Secret)
        );

        Assert.That(Text(answer, "error"), Is.EqualTo(expected));
        Assert.That(answer.TryGetProperty("openid", out _), Is.False);
    }

    [Test]
    public async Task Exchange_TenMinutesLater_IsRefused()
    {
        await using var host = await SimulatorHost.StartAsync();
        var code = Text(await host.PhoneAsync("swan", "lin"), "code");
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        var answer = await host.PostFormAsync(Path, ("code", code), ("client_id", AppKey), ("sk", host.Keys.Secret(SimulatedApp.Swan)));

        Assert.That(answer.GetProperty("errno").GetInt32(), Is.EqualTo(10010100));
    }

    [Test]
    public async Task Phone_UserData_HasBaidusLayoutAndPadding()
    {
        var phone = await Host.PhoneAsync("swan", "lin");
        var session = await ExchangeAsync(Text(phone, "code"));

        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(Text(session, "session_key"));
        var plain = aes.DecryptCbc(
            Convert.FromBase64String(Text(phone, "encryptedData")),
            Convert.FromBase64String(Text(phone, "iv")),
            PaddingMode.None
        );
        var padding = plain[^1];
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(16, 4));
        var json = JsonDocument.Parse(plain.AsMemory(20, length)).RootElement;
        Assert.That(plain.Length % 32, Is.Zero);
        Assert.That(padding, Is.InRange(1, 32));
        Assert.That(plain[^padding..], Is.All.EqualTo(padding));
        Assert.That(Encoding.UTF8.GetString(plain[(20 + length)..^padding]), Is.EqualTo(AppKey));
        Assert.That(Text(json, "openid"), Is.EqualTo(Text(session, "openid")));
        Assert.That(phone.TryGetProperty("signature", out _), Is.False);
    }

    [Test]
    public async Task UnionId_WithTheAppsToken_IsTold()
    {
        var openId = Text(await ExchangeAsync("demo-lin"), "openid");
        var token = Text(await TokenAsync(Secret), "access_token");

        var answer = await Host.PostFormAsync($"/swan/rest/2.0/smartapp/getunionid?access_token={token}", ("openid", openId));
        var unknown = await Host.PostFormAsync($"/swan/rest/2.0/smartapp/getunionid?access_token={token}", ("openid", "nobody"));

        Assert.That(answer.GetProperty("errno").GetInt32(), Is.Zero);
        Assert.That(Text(answer.GetProperty("data"), "unionid"), Is.Not.Empty.And.Not.EqualTo(openId));
        Assert.That(unknown.GetProperty("errno").GetInt32(), Is.EqualTo(10010100));
    }

    [Test]
    public async Task UnionId_WithoutAToken_IsRefused()
    {
        var answer = await Host.PostFormAsync("/swan/rest/2.0/smartapp/getunionid?access_token=made-up", ("openid", "x"));

        Assert.That(answer.GetProperty("error_code").GetInt32(), Is.EqualTo(110));
    }

    [Test]
    public async Task Token_WrongSecret_IsRefused() => Assert.That(Text(await TokenAsync("wrong"), "error"), Is.EqualTo("invalid_client"));

    private Task<JsonElement> TokenAsync(string secret) =>
        Host.GetAsync(
            "/swan/oauth/2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", AppKey),
            ("client_secret", secret),
            ("scope", "smartapp_snsapi_base")
        );

    private Task<JsonElement> ExchangeAsync(string code) => Host.PostFormAsync(Path, ("code", code), ("client_id", AppKey), ("sk", Secret));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
