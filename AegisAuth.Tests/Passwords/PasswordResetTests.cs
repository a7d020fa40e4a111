using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>From the administrator's code to the user's password.</summary>
[TestFixture]
internal sealed class PasswordResetTests
{
    private const string Path = "/user/password/reset";
    private const string NewPassword = "three blue kettles sing";

    private TestApp _app = null!;
    private HttpClient _client = null!;
    private string _super = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Started();
        _client = _app.Client();
        _super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Reset_WithTheCode_SetsThePasswordOnceAndEndsSessions()
    {
        var code = await CodeAsync(Some.Admin);
        var token = await _app.SessionAsync(await _app.UserAsync(Some.Admin));

        var first = await ResetAsync(code, NewPassword);
        var second = await ResetAsync(code, "four blue kettles sing");
        var next = await _client.OutcomeAsync(HttpMethod.Get, "/user/info/get_admin_info", token);
        using var old = await _client.TryAdminLoginAsync(Some.Admin, Some.Password);
        using var login = await _client.TryAdminLoginAsync(Some.Admin, NewPassword);

        Assert.That(first, Is.EqualTo((200, "10000")));
        Assert.That(second, Is.EqualTo((401, "10005")));
        Assert.That(next, Is.EqualTo((401, "10001")));
        Assert.That(await old.AdminCodeAsync(), Is.EqualTo("10001"));
        Assert.That(await login.AdminCodeAsync(), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Create_ThenSetPassword_LogsIn()
    {
        var made = await _client.DataAsync(HttpMethod.Post, ManageCalls.Users, _super, new { user_name = "fresh", role = "管理员" });

        var done = await ResetAsync(made.GetProperty("set_password").GetProperty("code").GetString()!, NewPassword);
        using var login = await _client.TryAdminLoginAsync(
            made.GetProperty("user").GetProperty("user_AegisSpeed_id").GetString()!,
            NewPassword
        );

        Assert.That(done, Is.EqualTo((200, "10000")));
        Assert.That(await login.AdminCodeAsync(), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Reset_WeakPassword_SaysWhyAndKeepsTheCode()
    {
        var code = await CodeAsync(Some.Admin);

        using var weak = await _client.SendAsync(HttpMethod.Post, Path, token: null, new { code, new_password = "short" });
        var strong = await ResetAsync(code, NewPassword);

        Assert.That(
            await weak.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":400,"code":"10006","result":"请求参数无效","data":{"reason":"password_too_short"}}""")
        );
        Assert.That(strong, Is.EqualTo((200, "10000")));
    }

    [Test]
    public async Task Reset_PausedAccount_LetsItInAgain()
    {
        var code = await CodeAsync(Some.Admin);
        for (var i = 0; i < 5; i++)
        {
            using var failed = await _client.TryAdminLoginAsync(Some.Admin, Some.WrongPassword);
        }

        await ResetAsync(code, NewPassword);
        using var login = await _client.TryAdminLoginAsync(Some.Admin, NewPassword);

        Assert.That(await login.AdminCodeAsync(), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Reset_SecondCode_EndsTheFirst()
    {
        var first = await CodeAsync(Some.Admin);
        var second = await CodeAsync(Some.Admin);

        Assert.That(await ResetAsync(first, NewPassword), Is.EqualTo((401, "10005")));
        Assert.That(await ResetAsync(second, NewPassword), Is.EqualTo((200, "10000")));
    }

    [Test]
    public async Task Reset_AfterADay_IsTooLate()
    {
        var code = await CodeAsync(Some.Admin);
        _app.Time.Advance(TimeSpan.FromHours(24));

        Assert.That(await ResetAsync(code, NewPassword), Is.EqualTo((401, "10005")));
    }

    [Test]
    public async Task Reset_DisabledMeanwhile_IsRefusedAlsoAfterwards()
    {
        var code = await CodeAsync(Some.Admin);
        var admin = await _app.UserAsync(Some.Admin);

        await _client.ManageAsync(_super, admin, "disable");
        var disabled = await ResetAsync(code, NewPassword);
        await _client.ManageAsync(_super, admin, "enable");
        var enabled = await ResetAsync(code, NewPassword);

        Assert.That(disabled, Is.EqualTo((401, "10005")));
        Assert.That(enabled, Is.EqualTo((401, "10005")));
    }

    [TestCase("超级管理员", 1)]
    [TestCase("", 2)]
    public async Task Reset_RoleOrOrganisationSetMeanwhile_TheOldAdministratorsCodeIsWorthNothing(string role, int organisation)
    {
        var orgAdmin = await _app.SessionAsync(await _app.UserAsync(Some.OrganisationAdmin));
        var code = await CodeAsync(Some.User, orgAdmin);

        var set = await _client.ManageAsync(_super, await _app.UserAsync(Some.User), "role", new { role, organisation_id = organisation });

        Assert.That(set, Is.EqualTo((200, "10000")));
        Assert.That(await ResetAsync(code, NewPassword), Is.EqualTo((401, "10005")));
    }

    [Test]
    public async Task Reset_OneCodeSeveralTimesAtOnce_WorksOnce()
    {
        var code = await CodeAsync(Some.Admin);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => ResetAsync(code, $"{NewPassword} {i}")));

        Assert.That(answers.Count(answer => answer.Code == "10000"), Is.EqualTo(1), string.Join(' ', answers));
    }

    [Test]
    public async Task Reset_WrongCodes_PauseTheAddress()
    {
        await _app.DisposeAsync();
        _app = TestApp.Create().With("Throttle:AddressFailures", "3").Start();
        using var guesser = _app.ClientFrom("127.0.0.7");

        var guesses = new List<(int, string?)>();
        for (var i = 0; i < 4; i++)
        {
            guesses.Add(
                await guesser.OutcomeAsync(HttpMethod.Post, Path, token: null, new { code = $"guess-{i}", new_password = NewPassword })
            );
        }

        Assert.That(guesses, Is.EqualTo(new[] { (401, "10005"), (401, "10005"), (401, "10005"), (429, "10008") }));
    }

    [Test]
    public async Task Reset_Code_StandsNowhereInDatabaseOrLog()
    {
        var code = await CodeAsync(Some.Admin);
        await ResetAsync("wrong-" + code, NewPassword);

        foreach (var file in Directory.GetFiles(_app.Folder, "aegisauth.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.That(bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(code)), Is.Negative, file);
        }

        Assert.That(_app.Log.Text(), Does.Not.Contain(code));
    }

    [Test]
    public async Task Reset_PasswordChangedMeanwhile_TheCodeIsWorthNothing()
    {
        var code = await CodeAsync(Some.User);
        var token = await _client.SiteTokenAsync();
        var changed = await _client.SitePostAsync(
            "/api/user/password",
            token,
            new { old_password = Some.Password, password = "six brown mugs dance" }
        );

        Assert.That(changed.Code(), Is.Zero);
        Assert.That(await ResetAsync(code, NewPassword), Is.EqualTo((401, "10005")));
    }

    private async Task<string> CodeAsync(string id, string? administrator = null)
    {
        var data = await _client.DataAsync(HttpMethod.Post, $"{ManageCalls.Users}/{id}/reset-password", administrator ?? _super);
        return data.GetProperty("code").GetString()!;
    }

    private Task<(int Status, string? Code)> ResetAsync(string code, string password) =>
        _client.OutcomeAsync(HttpMethod.Post, Path, token: null, new { code, new_password = password });
}
