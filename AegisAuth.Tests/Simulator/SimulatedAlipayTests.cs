using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Simulator;

namespace AegisAuth.Tests.Simulator;

internal sealed class SimulatedAlipayTests : SimulatorTests
{
    private const string AuthorizePath = "/alipay/oauth2/publicAppAuthorize.htm";
    private const string TokenNode = "alipay_system_oauth_token_response";
    private const string UserNode = "alipay_user_info_share_response";

    private static string AppId => SimulatorKeys.AppId(SimulatedApp.Alipay);

    [TestCase("lin", true, true)]
    [TestCase("wang", true, false)]
    [TestCase("zhang", false, true)]
    public async Task Login_MiniProgram_GivesTheIdsOfThisKindOfApp(string person, bool userId, bool openId)
    {
        var code = Text(await Host.PhoneAsync("alipay", person), "code");

        var token = (await CallAsync(Token(code))).GetProperty(TokenNode);
        var user = (await CallAsync(UserInfo(Text(token, "access_token")))).GetProperty(UserNode);

        Assert.That(token.TryGetProperty("code", out _), Is.False);
        Assert.That(token.TryGetProperty("user_id", out _), Is.EqualTo(userId));
        Assert.That(token.TryGetProperty("open_id", out _), Is.EqualTo(openId));
        Assert.That(Text(user, "code"), Is.EqualTo("10000"));
        Assert.That(user.TryGetProperty("user_id", out _), Is.EqualTo(userId));
    }

    [Test]
    public async Task Login_UserId_IsSixteenDigitsFrom2088()
    {
        var token = (await CallAsync(Token("demo-wang"))).GetProperty(TokenNode);

        Assert.That(Text(token, "user_id"), Does.Match("^2088[0-9]{12}$"));
    }

    [Test]
    public async Task Login_WebPage_BringsAuthCodeAndScope()
    {
        var callback = await Host.ConsentAsync(AuthorizePath, AuthorizeQuery());
        var token = await CallAsync(Token(SimulatorHost.Part(callback, "auth_code")));

        Assert.That(SimulatorHost.Part(callback, "code"), Is.Empty);
        Assert.That(SimulatorHost.Part(callback, "app_id"), Is.EqualTo(AppId));
        Assert.That(SimulatorHost.Part(callback, "scope"), Is.EqualTo("auth_user"));
        Assert.That(SimulatorHost.Part(callback, "state"), Is.EqualTo("s-1"));
        Assert.That(token.TryGetProperty(TokenNode, out _), Is.True);
    }

    [Test]
    public async Task Consent_PersonRefuses_BringsNoCode()
    {
        var callback = await Host.ConsentAsync(AuthorizePath, AuthorizeQuery(), decision: "refuse");

        Assert.That(SimulatorHost.Part(callback, "auth_code"), Is.Empty);
        Assert.That(SimulatorHost.Part(callback, "state"), Is.EqualTo("s-1"));
    }

    [TestCase("app_id", "somebody-else")]
    [TestCase("redirect_uri", "https://evil.example/")]
    [TestCase("scope", "auth_everything")]
    [TestCase("scope", null)]
    public async Task Authorize_WrongParameter_ShowsAnErrorAndNoForm(string name, string? value)
    {
        using var response = await Host.Client.GetAsync(
            SimulatorHost.Address(AuthorizePath, SimulatorHost.With(AuthorizeQuery(), name, value))
        );

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("<form"));
    }

    [Test]
    public async Task Authorize_OtherPathOnTheSameHost_IsRefused()
    {
        using var response = await Host.Client.GetAsync(
            SimulatorHost.Address(AuthorizePath, SimulatorHost.With(AuthorizeQuery(), "redirect_uri", Host.RedirectUri + "elsewhere"))
        );

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("demo-lin")]
    [TestCase("made-up")]
    public async Task Gateway_EveryAnswer_IsSignedOverTheRawNode(string code)
    {
        var answer = await CallTextAsync(Token(code));

        var begin = answer.IndexOf("\":{", StringComparison.Ordinal) + 2;
        var end = answer.LastIndexOf(",\"sign\":", StringComparison.Ordinal);
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Host.Configuration["Providers:Alipay:AlipayPublicKey"]!), out _);
        var signature = Convert.FromBase64String(Text(JsonDocument.Parse(answer).RootElement, "sign"));
        Assert.That(
            rsa.VerifyData(Encoding.UTF8.GetBytes(answer[begin..end]), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            Is.True
        );
    }

    [TestCase("method")]
    [TestCase("app_id")]
    [TestCase("timestamp")]
    [TestCase("version")]
    [TestCase("sign_type")]
    public async Task Gateway_ParameterMissing_Is40001(string name)
    {
        var request = Token("demo-lin");
        request.Remove(name);

        var error = (await CallAsync(request)).GetProperty("error_response");

        Assert.That(Text(error, "code"), Is.EqualTo("40001"));
        Assert.That(Text(error, "sub_code"), Does.StartWith("isv.missing-"));
    }

    [TestCase("app_id", "somebody-else", "isv.invalid-app-id")]
    [TestCase("sign_type", "RSA", "isv.invalid-signature-type")]
    [TestCase("timestamp", "2026-11-23T08:00:00Z", "isv.invalid-timestamp")]
    [TestCase("version", "2.0", "isv.invalid-parameter")]
    [TestCase("method", "alipay.trade.pay", "isv.invalid-method")]
    [TestCase("grant_type", "password", "isv.grant-type-invalid")]
    [TestCase("code", "made-up", "isv.code-invalid")]
    public async Task Gateway_ParameterWrong_Is40002(string name, string value, string expected)
    {
        var request = Token("demo-lin");
        request[name] = value;

        var error = (await CallAsync(request)).GetProperty("error_response");

        Assert.That(Text(error, "code"), Is.EqualTo("40002"));
        Assert.That(Text(error, "sub_code"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Gateway_SignatureMissingOrForeignOrOverOtherText_IsRefused()
    {
        using var foreign = RSA.Create(2048);

        Assert.That(await SubCodeAsync(_ => null), Is.EqualTo("isv.missing-signature"));
        Assert.That(await SubCodeAsync(_ => "not base64"), Is.EqualTo("isv.invalid-signature"));
        Assert.That(await SubCodeAsync(text => Sign(foreign, text)), Is.EqualTo("isv.invalid-signature"));
        Assert.That(await SubCodeAsync(text => Sign(Merchant(), text + "&x=1")), Is.EqualTo("isv.invalid-signature"));

        async Task<string> SubCodeAsync(Func<string, string?> sign) =>
            Text((await CallAsync(Token("demo-lin"), sign)).GetProperty("error_response"), "sub_code");
    }

    [Test]
    public async Task Token_CodeUsedBefore_IsInvalid()
    {
        var code = Text(await Host.PhoneAsync("alipay", "lin"), "code");
        await CallAsync(Token(code));

        var error = (await CallAsync(Token(code))).GetProperty("error_response");

        Assert.That(Text(error, "sub_code"), Is.EqualTo("isv.code-invalid"));
    }

    [Test]
    public async Task UserInfo_MadeUpTokenOrSilentScope_RefusesInItsOwnNode()
    {
        var callback = await Host.ConsentAsync(AuthorizePath, SimulatorHost.With(AuthorizeQuery(), "scope", "auth_base"));
        var token = (await CallAsync(Token(SimulatorHost.Part(callback, "auth_code")))).GetProperty(TokenNode);

        var silent = (await CallAsync(UserInfo(Text(token, "access_token")))).GetProperty(UserNode);
        var madeUp = (await CallAsync(UserInfo("made-up"))).GetProperty(UserNode);

        Assert.That(Text(silent, "code"), Is.EqualTo("20001"));
        Assert.That(Text(madeUp, "sub_code"), Is.EqualTo("aop.invalid-auth-token"));
    }

    private (string, string?)[] AuthorizeQuery() =>
        [("app_id", AppId), ("scope", "auth_user"), ("redirect_uri", Host.RedirectUri), ("state", "s-1")];

    private static Dictionary<string, string> Token(string code) =>
        Request("alipay.system.oauth.token", ("grant_type", "authorization_code"), ("code", code));

    private static Dictionary<string, string> UserInfo(string token) => Request("alipay.user.info.share", ("auth_token", token));

    private static Dictionary<string, string> Request(string method, params (string Name, string Value)[] own)
    {
        var all = new Dictionary<string, string>
        {
            ["app_id"] = AppId,
            ["charset"] = "utf-8",
            ["format"] = "JSON",
            ["sign_type"] = "RSA2",
            ["version"] = "1.0",
            ["timestamp"] = "2026-11-23 16:00:00",
            ["method"] = method,
            ["empty"] = "",
        };
        foreach (var (name, value) in own)
        {
            all[name] = value;
        }

        return all;
    }

    private async Task<JsonElement> CallAsync(Dictionary<string, string> request, Func<string, string?>? sign = null) =>
        JsonDocument.Parse(await CallTextAsync(request, sign)).RootElement;

    private async Task<string> CallTextAsync(Dictionary<string, string> request, Func<string, string?>? sign = null)
    {
        var text = string.Join(
            '&',
            request
                .Where(pair => pair.Value.Length > 0)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}={pair.Value}")
        );
        var signature = sign is null ? Sign(Merchant(), text) : sign(text);
        if (signature is not null)
        {
            request["sign"] = signature;
        }

        using var form = new FormUrlEncodedContent(request);
        using var response = await Host.Client.PostAsync("/dev/simulator/alipay/gateway.do", form);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.Content.ReadAsStringAsync();
    }

    private RSA Merchant()
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(Host.Configuration["Providers:Alipay:PrivateKey"]!), out _);
        return rsa;
    }

    private static string Sign(RSA rsa, string text) =>
        Convert.ToBase64String(rsa.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
