using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>Changing the own password, over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class OwnPasswordTests(Engine engine) : EngineTests(engine)
{
    private const string NewPassword = "three blue kettles sing";

    [Test]
    public async Task Change_RightPassword_EndsEverythingButTheSessionThatAsked()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var other = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        var site = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        app.Execute("UPDATE sessions SET surface = 2 WHERE id = (SELECT MAX(id) FROM sessions)");
        var mine = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        Assert.That(
            await AnswerAsync(client, mine, Some.Password, NewPassword),
            Is.EqualTo("""{"status":200,"code":"10000","result":"操作成功","data":{}}""")
        );

        Assert.Multiple(async () =>
        {
            // Still signed in, but asked for the new password once more.
            Assert.That(await client.InfoCodeAsync(mine), Is.EqualTo("10004"));
            Assert.That(await client.InfoCodeAsync(other), Is.EqualTo("10001"));
            Assert.That(await client.InfoCodeAsync(site), Is.EqualTo("10001"));
            Assert.That(app.Rows("SELECT COUNT(*) FROM sessions").Single(), Is.EqualTo("1"));
            using var old = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
            Assert.That(await old.AdminCodeAsync(), Is.EqualTo("10001"));
        });
        await client.SecretAsync(mine, NewPassword);
        Assert.That(await client.InfoCodeAsync(mine), Is.EqualTo("10000"));
        await client.AdminTokenAsync(Some.SuperAdmin, NewPassword);
        Assert.That(
            app.Rows("SELECT action, actor, target, outcome FROM audit_entries WHERE action = 'password-change'").Single(),
            Is.EqualTo("password-change,ASD000001,ASD000001,success")
        );
        Assert.That(app.Log.Text(), Does.Not.Contain(NewPassword));
    }

    [TestCase("short", "password_too_short")]
    [TestCase("fourteen chars", "password_too_short")]
    [TestCase("AegisSpeed-2026", "password_common")]
    public async Task Change_ToAPasswordThatIsNotTaken_SaysWhy(string password, string reason)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);

        Assert.That(
            await AnswerAsync(client, token, Some.Password, password),
            Is.EqualTo($$$"""{"status":400,"code":"10006","result":"请求参数无效","data":{"reason":"{{{reason}}}"}}""")
        );
        // Nothing has changed, and the reason stands in the log.
        Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10000"));
        Assert.That(
            app.Rows("SELECT outcome, reason FROM audit_entries WHERE action = 'password-change'").Single(),
            Is.EqualTo("refused,weak-password")
        );
    }

    [Test]
    public async Task Change_WhateverIsWrong_AnswersByteForByte()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        const string Invalid = """{"status":400,"code":"10006","result":"请求参数无效","data":{}}""";

        Assert.Multiple(async () =>
        {
            Assert.That(
                await AnswerAsync(client, token, Some.WrongPassword, NewPassword),
                Is.EqualTo("""{"status":401,"code":"10005","result":"密码或动态口令错误","data":{}}""")
            );
            Assert.That(await AnswerAsync(client, token, null, NewPassword), Is.EqualTo(Invalid));
            Assert.That(await AnswerAsync(client, token, Some.Password, null), Is.EqualTo(Invalid));
            Assert.That(await AnswerAsync(client, token, Some.Password, "with a\u0000control character"), Is.EqualTo(Invalid));
        });
        await client.AdminTokenAsync(Some.SuperAdmin);
    }

    [Test]
    public async Task Change_WrongPasswords_ShareThePauseOfTheLogin()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        for (var i = 0; i < 5; i++)
        {
            await AnswerAsync(client, token, Some.WrongPassword, NewPassword);
        }

        Assert.That(
            await AnswerAsync(client, token, Some.Password, NewPassword),
            Is.EqualTo("""{"status":429,"code":"10008","result":"失败次数过多,请稍后再试","data":{"retry_after":30}}""")
        );
        using var login = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
        Assert.That(await login.AdminCodeAsync(), Is.EqualTo("10008"));
    }

    [Test]
    public async Task Change_FourInParallel_OneWins()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);
        var passwords = Enumerable.Range(0, 4).Select(i => $"{NewPassword} {i}").ToList();

        var answers = await Task.WhenAll(passwords.Select(password => AnswerAsync(client, token, Some.Password, password)));

        Assert.That(answers.Count(answer => answer.Contains("10000", StringComparison.Ordinal)), Is.EqualTo(1), string.Join('\n', answers));
        Assert.That(answers.Count(answer => answer.Contains("10005", StringComparison.Ordinal)), Is.EqualTo(3), string.Join('\n', answers));
        var winner = passwords[Array.FindIndex(answers, answer => answer.Contains("10000", StringComparison.Ordinal))];
        await client.AdminTokenAsync(Some.SuperAdmin, winner);
    }

    [Test]
    public async Task Change_FirstAdministratorOfProduction_IsAllThatAnswersBeforeIt()
    {
        const string OneTime = "handed over on paper";
        await using var app = TestApp.CreateEmpty().In("Production").With("Bootstrap:AdminPassword", OneTime).Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin, OneTime);

        foreach (
            var (method, path) in new[]
            {
                ("GET", "/user/sessions"),
                ("GET", AdminCalls.InfoPath),
                ("POST", AdminCalls.SecretPath),
                ("POST", "/user/sessions/revoke"),
            }
        )
        {
            using var refused = await client.SendAsync(
                new HttpMethod(method),
                path,
                token,
                method == "POST" ? new { user_password = OneTime } : null
            );
            Assert.That(
                await refused.Content.ReadAsStringAsync(),
                Is.EqualTo("""{"status":403,"code":"10011","result":"权限不足","data":{}}"""),
                path
            );
        }

        Assert.That(
            await AnswerAsync(client, token, OneTime, OneTime),
            Is.EqualTo("""{"status":400,"code":"10006","result":"请求参数无效","data":{"reason":"password_unchanged"}}""")
        );
        Assert.That(await AnswerAsync(client, token, OneTime, NewPassword), Does.Contain("10000"));
        await client.SecretAsync(token, NewPassword);
        Assert.That(await client.InfoCodeAsync(token), Is.EqualTo("10000"));
    }

    private static async Task<string> AnswerAsync(HttpClient client, string token, string? password, string? newPassword)
    {
        using var response = await client.SendAsync(
            HttpMethod.Post,
            "/user/password",
            token,
            new { user_password = password, new_password = newPassword }
        );
        return await response.Content.ReadAsStringAsync();
    }
}
