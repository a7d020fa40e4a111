using System.Text.Json;
using AegisAuth.Application.StepUp;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.StepUp;

/// <summary>The authenticator app of an administrator, over the wire.</summary>
[TestFixture]
internal sealed class AuthenticatorTests
{
    private const string WrongProof = """{"status":401,"code":"10005","result":"密码或动态口令错误","data":{}}""";
    private const string InvalidParameter = """{"status":400,"code":"10006","result":"请求参数无效","data":{}}""";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Enroll_WithoutDynamicSecret_IsRefused()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        Assert.That(
            await AnswerAsync(client, "/user/totp/enroll", token),
            Is.EqualTo("""{"status":401,"code":"10004","result":"动态密令已过期或无效","data":{}}""")
        );
    }

    [Test]
    public async Task Enroll_NotConfirmed_ChangesNothingYetAndIsStoredEncrypted()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        var data = JsonDocument.Parse(await AnswerAsync(client, "/user/totp/enroll", token)).RootElement.GetProperty("data");
        var secret = data.GetProperty("secret").GetString()!;

        Assert.That(data.GetProperty("otpauth_uri").GetString(), Does.StartWith("otpauth://totp/AegisAuth:ASD000001?secret=" + secret));
        Assert.That(data.GetProperty("qr_code").GetString(), Does.StartWith("data:image/png;base64,iVBOR"));
        var stored = app.Rows("SELECT protected_key FROM authenticators").Single();
        Assert.That(stored, Does.Not.Contain(secret).And.Not.Contain(Convert.ToBase64String(Base32Text.Decode(secret))));
        Assert.That(app.Log.Text(), Does.Not.Contain(secret));
        // The password steps up as before.
        Assert.That(await client.SecretAsync(token), Is.Not.Empty);
    }

    [Test]
    public async Task Confirm_RightCode_MakesTheCodeCountAndThePasswordNot()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var other = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var key = await EnrolledAsync(app, client, token);

        // What was proven by less than the app does not hold any more, elsewhere.
        Assert.That(await client.InfoCodeAsync(other), Is.EqualTo("10004"));
        Assert.That(await StepUpAsync(client, token, new { user_password = Some.Password }), Is.EqualTo(InvalidParameter));
        app.Time.Advance(Step);
        Assert.That(await StepUpAsync(client, token, new { totp_code = CodeOf(app, key) }), Does.Contain("\"code\":\"10000\""));
        Assert.That(await AnswerAsync(client, "/user/totp/enroll", token), Does.Contain("10013"));
        Assert.That(await AnswerAsync(client, "/user/totp/confirm", token, new { totp_code = "123456" }), Is.EqualTo(InvalidParameter));
    }

    [Test]
    public async Task Confirm_RightCode_BringsTenRecoveryCodesStoredAsHashes()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var key = await KeyAsync(client, token);

        var data = JsonDocument
            .Parse(await AnswerAsync(client, "/user/totp/confirm", token, new { totp_code = CodeOf(app, key) }))
            .RootElement.GetProperty("data");
        var codes = data.GetProperty("recovery_codes").EnumerateArray().Select(code => code.GetString()!).ToList();

        Assert.That(codes, Has.Count.EqualTo(10).And.Unique);
        Assert.That(
            app.Rows("SELECT hex(code_hash) FROM recovery_codes"),
            Is.EquivalentTo(codes.Select(code => Convert.ToHexString(RecoveryCodes.Hash(code)!)))
        );
        Assert.That(codes.Select(code => app.Log.Text().Contains(code, StringComparison.Ordinal)), Has.None.True);
    }

    [Test]
    public async Task StepUp_OneCodeAtTwoNodesAtOnce_WorksOnce()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await using var node = TestApp.CreateOn(app);
        node.Time.SetUtcNow(app.Time.GetUtcNow().AddSeconds(30));
        node.Start();
        using var nodeClient = node.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var key = await EnrolledAsync(app, client, token);
        app.Time.SetUtcNow(node.Time.GetUtcNow());
        var body = new { totp_code = CodeOf(app, key) };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => StepUpAsync(i % 2 == 0 ? client : nodeClient, token, body)));

        Assert.That(answers.Count(answer => answer.Contains("10000", StringComparison.Ordinal)), Is.EqualTo(1), string.Join('\n', answers));
        Assert.That(answers.Count(answer => answer == WrongProof), Is.EqualTo(3), string.Join('\n', answers));
    }

    [Test]
    public async Task StepUp_WrongCodes_PauseAlsoForAThiefWhoLogsInBetween()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var key = await EnrolledAsync(app, client, token);
        app.Time.Advance(Step);

        for (var i = 0; i < 5; i++)
        {
            // A right password forgives the failures of the login, and none of the codes.
            await client.AdminTokenAsync(Some.SuperAdmin);
            Assert.That(await StepUpAsync(client, token, new { totp_code = WrongCodeOf(app, key) }), Is.EqualTo(WrongProof));
        }

        await client.AdminTokenAsync(Some.SuperAdmin);
        Assert.That(await StepUpAsync(client, token, new { totp_code = CodeOf(app, key) }), Does.Contain("10008"));
        app.Time.Advance(Step);
        Assert.That(await StepUpAsync(client, token, new { totp_code = CodeOf(app, key) }), Does.Contain("\"code\":\"10000\""));
    }

    [Test]
    public async Task Remove_ByCode_LetsThePasswordStepUpAgain()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var key = await EnrolledAsync(app, client, token);

        // The code that confirmed is used.
        Assert.That(await AnswerAsync(client, "/user/totp/remove", token, new { totp_code = CodeOf(app, key) }), Is.EqualTo(WrongProof));
        app.Time.Advance(Step);
        Assert.That(await AnswerAsync(client, "/user/totp/remove", token, new { totp_code = CodeOf(app, key) }), Does.Contain("操作成功"));

        Assert.That(await client.SecretAsync(token), Is.Not.Empty);
        Assert.That(app.Rows("SELECT COUNT(*) FROM recovery_codes").Single(), Is.EqualTo("0"));
    }

    [Test]
    public async Task Remove_ByRecoveryCode_WorksWithoutAppAndSecret()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var key = await KeyAsync(client, token);
        var confirmed = await AnswerAsync(client, "/user/totp/confirm", token, new { totp_code = CodeOf(app, key) });
        var code = JsonDocument.Parse(confirmed).RootElement.GetProperty("data").GetProperty("recovery_codes")[3].GetString()!;
        var later = await client.AdminTokenAsync(Some.SuperAdmin);

        Assert.That(await AnswerAsync(client, "/user/totp/remove", later, new { }), Is.EqualTo(InvalidParameter));
        Assert.That(
            await AnswerAsync(client, "/user/totp/remove", later, new { recovery_code = RecoveryCodes.New()[0] }),
            Is.EqualTo(WrongProof)
        );
        var typed = code.ToLowerInvariant().Replace('-', ' ');
        Assert.That(await AnswerAsync(client, "/user/totp/remove", later, new { recovery_code = typed }), Does.Contain("操作成功"));
        Assert.That(await AnswerAsync(client, "/user/totp/remove", later, new { recovery_code = code }), Is.EqualTo(InvalidParameter));
        Assert.That(await client.SecretAsync(later), Is.Not.Empty);
        Assert.That(
            app.Rows(
                "SELECT action, outcome FROM audit_entries WHERE action LIKE 'totp%' ORDER BY CASE WHEN sequence < 0 THEN 1 ELSE 0 END, sequence"
            ),
            Is.EqualTo(new[] { "totp-enroll,success", "totp-confirm,success", "totp-remove,refused", "totp-remove,success" })
        );
    }

    private static string CodeOf(TestApp app, byte[] key) => Totp.CodeOf(key, Totp.StepAt(app.Time.GetUtcNow()));

    private static string WrongCodeOf(TestApp app, byte[] key)
    {
        var step = Totp.StepAt(app.Time.GetUtcNow());
        string[] right = [Totp.CodeOf(key, step), Totp.CodeOf(key, step - 1)];
        return new[] { "000000", "111111", "222222" }.First(code => !right.Contains(code));
    }

    private static async Task<byte[]> KeyAsync(HttpClient client, string token)
    {
        var answer = JsonDocument.Parse(await AnswerAsync(client, "/user/totp/enroll", token)).RootElement;
        return Base32Text.Decode(answer.GetProperty("data").GetProperty("secret").GetString()!);
    }

    private static async Task<byte[]> EnrolledAsync(TestApp app, HttpClient client, string token)
    {
        var key = await KeyAsync(client, token);
        Assert.That(
            await AnswerAsync(client, "/user/totp/confirm", token, new { totp_code = CodeOf(app, key) }),
            Does.Contain("recovery_codes")
        );
        return key;
    }

    private static Task<string> StepUpAsync(HttpClient client, string token, object body) =>
        AnswerAsync(client, AdminCalls.SecretPath, token, body);

    private static async Task<string> AnswerAsync(HttpClient client, string path, string token, object? body = null)
    {
        using var response = await client.SendAsync(HttpMethod.Post, path, token, body);
        return await response.Content.ReadAsStringAsync();
    }
}
