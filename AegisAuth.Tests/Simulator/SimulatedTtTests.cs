using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Simulator;

namespace AegisAuth.Tests.Simulator;

internal sealed class SimulatedTtTests : SimulatorTests
{
    [Test]
    public async Task Exchange_BothCodes_GivesBothIds()
    {
        var phone = await Host.PhoneAsync("tt", "lin");

        var answer = await ExchangeAsync(("code", Text(phone, "code")), ("anonymous_code", Text(phone, "anonymousCode")));

        Assert.That(answer.GetProperty("err_no").GetInt32(), Is.Zero);
        var data = answer.GetProperty("data");
        Assert.That(Text(data, "openid"), Has.Length.GreaterThan(8));
        Assert.That(Text(data, "anonymous_openid"), Is.Not.Empty.And.Not.EqualTo(Text(data, "openid")));
        Assert.That(Text(data, "unionid"), Is.Not.Empty);
    }

    [Test]
    public async Task Exchange_Guest_HasOnlyAnAnonymousId()
    {
        var phone = await Host.PhoneAsync("tt", "guest");
        Assert.That(phone.TryGetProperty("code", out _), Is.False);

        var data = (await ExchangeAsync(("anonymous_code", Text(phone, "anonymousCode")))).GetProperty("data");

        Assert.That(Text(data, "openid"), Is.Empty);
        Assert.That(Text(data, "session_key"), Is.Empty);
        Assert.That(Text(data, "anonymous_openid"), Is.Not.Empty);
    }

    [Test]
    public async Task Exchange_CodeUsedBefore_IsABadCode()
    {
        var code = Text(await Host.PhoneAsync("tt", "lin"), "code");
        await ExchangeAsync(("code", code));

        var again = await ExchangeAsync(("code", code));

        Assert.That(again.GetProperty("err_no").GetInt32(), Is.EqualTo(40018));
        Assert.That(again.TryGetProperty("data", out _), Is.False);
    }

    [Test]
    public async Task Exchange_OneKindOfCodeInPlaceOfTheOther_IsRefused()
    {
        var phone = await Host.PhoneAsync("tt", "lin");

        var anonymousAsCode = await ExchangeAsync(("code", Text(phone, "anonymousCode")));
        var codeAsAnonymous = await ExchangeAsync(("anonymous_code", Text(phone, "code")));

        Assert.That(anonymousAsCode.GetProperty("err_no").GetInt32(), Is.EqualTo(40018));
        Assert.That(codeAsAnonymous.GetProperty("err_no").GetInt32(), Is.EqualTo(40019));
    }

    [TestCase("appid", "somebody-else", 40015)]
    [TestCase("secret", "wrong", 40017)]
    [TestCase("code", "", 40014)]
    [TestCase("code", "made-up", 40018)]
    [TestCase("code", "demo-guest", 40018)]
    [TestCase("anonymous_code", "made-up", 40019)]
    public async Task Exchange_WrongParameter_AnswersTheVendorsNumber(string name, string value, int expected)
    {
        var answer = await ExchangeAsync(("code", name == "anonymous_code" ? "" : "demo-lin"), (name, value));

        Assert.That(answer.GetProperty("err_no").GetInt32(), Is.EqualTo(expected));
        Assert.That(Text(answer, "log_id"), Is.Not.Empty);
    }

    [TestCase("application/x-www-form-urlencoded", "{}")]
    [TestCase("application/json", "{")]
    public async Task Exchange_NotJson_IsABadParameter(string contentType, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var response = await Host.Client.PostAsync("/dev/simulator/tt/api/apps/v2/jscode2session", content);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(answer.GetProperty("err_no").GetInt32(), Is.EqualTo(28001007));
    }

    [Test]
    public async Task Phone_UserData_IsSignedAndEncryptedWithTheSessionKey()
    {
        var phone = await Host.PhoneAsync("tt", "wang");
        var data = (await ExchangeAsync(("code", Text(phone, "code")))).GetProperty("data");

        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(Text(data, "session_key"));
        var plain = JsonDocument
            .Parse(aes.DecryptCbc(Convert.FromBase64String(Text(phone, "encryptedData")), Convert.FromBase64String(Text(phone, "iv"))))
            .RootElement;
        Assert.That(Text(plain, "openId"), Is.EqualTo(Text(data, "openid")));
        Assert.That(Text(phone, "signature"), Is.EqualTo(SimulatorHost.Signature(Text(phone, "rawData"), Text(data, "session_key"))));
    }

    private async Task<JsonElement> ExchangeAsync(params (string Name, string Value)[] parameters)
    {
        var body = new Dictionary<string, string>
        {
            ["appid"] = SimulatorKeys.AppId(SimulatedApp.Tt),
            ["secret"] = Host.Keys.Secret(SimulatedApp.Tt),
        };
        foreach (var (name, value) in parameters)
        {
            body[name] = value;
        }

        using var response = await Host.Client.PostAsJsonAsync("/dev/simulator/tt/api/apps/v2/jscode2session", body);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
