using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.StepUp;

/// <summary>An authenticator app that the role must have.</summary>
[TestFixture]
internal sealed class RequireAuthenticatorTests
{
    private const string Key = "StepUp:RequireAuthenticator";
    private const string Sessions = "/user/sessions";

    private static readonly (int, string) Wanted = (403, "10014");
    private static readonly (int, string) Unit = (200, "10000");

    [Test]
    public async Task Session_WithoutAnApp_MayEnrolOneAndNothingElseAndThenEverything()
    {
        await using var app = TestApp.Create().With($"{Key}:0", "管理员").Start();
        await using var node = TestApp.CreateOn(app).With(Key, "超级管理员, 管理员").Start();
        using var client = app.Client();
        using var nodeClient = node.Client();
        var token = await client.AdminTokenAsync(Some.Admin);

        using var refused = await client.SendAsync(HttpMethod.Get, Sessions, token);
        Assert.That(
            await refused.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"status":403,"code":"10014","result":"请先绑定身份验证器","data":{}}""")
        );
        Assert.That(await nodeClient.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Wanted));
        await client.SecretAsync(token);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/info/get_admin_info", token), Is.EqualTo(Wanted));
        Assert.That(await client.OutcomeAsync(HttpMethod.Post, "/user/password", token, new { }), Is.EqualTo(Wanted));

        await client.EnrolAsync(app, token);

        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/info/get_admin_info", token), Is.EqualTo(Unit));
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Unit));
    }

    [Test]
    public async Task Session_OtherRole_IsAskedForNothing()
    {
        await using var app = TestApp.Create().With(Key, "组织管理员").Start();
        using var client = app.Client();

        var admin = await client.AdminTokenAsync(Some.Admin);
        var organisation = await client.AdminTokenAsync(Some.OrganisationAdmin);

        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, admin), Is.EqualTo(Unit));
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, organisation), Is.EqualTo(Wanted));
        Assert.That(await client.OutcomeAsync(HttpMethod.Post, "/user/logout", organisation), Is.EqualTo(Unit));
        // On the site no user is an administrator.
        using var site = await client.SendAsync(HttpMethod.Get, "/api/user/detail", await client.SiteTokenAsync("orgadmin"));
        Assert.That((await site.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Session_WhosePasswordMustChange_ChangesThatFirst()
    {
        await using var app = TestApp.Create().With(Key, "管理员").Start();
        using var client = app.Client();
        app.Execute("UPDATE users SET must_change_password = 1 WHERE user_name = 'manager'");
        var token = await client.AdminTokenAsync(Some.Admin);

        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo((403, "10011")));
        var changed = await client.OutcomeAsync(
            HttpMethod.Post,
            "/user/password",
            token,
            new { user_password = Some.Password, new_password = "three blue kettles sing" }
        );

        Assert.That(changed, Is.EqualTo(Unit));
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Wanted));
    }

    [Test]
    public async Task Reset_OfAPausedAccount_LeavesThePauseForEveryWayIn()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var manager = await app.UserAsync(Some.Admin);
        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));
        var token = await client.SteppedUpTokenAsync(Some.Admin);
        await client.EnrolAsync(app, token);
        for (var i = 0; i < 5; i++)
        {
            using var guess = await client.SendAsync(HttpMethod.Post, AdminCalls.SecretPath, token, new { totp_code = "000000" });
        }

        Assert.That(await client.ManageAsync(super, manager, "reset-authenticator"), Is.EqualTo(Unit));
        using var login = await client.TryAdminLoginAsync(Some.Admin, Some.Password);

        // A thief who makes an administrator take the app away gets no further tries by it.
        Assert.That(login.Headers.GetValues("X-Error-Reason"), Is.EqualTo(new[] { "paused" }));
        using var elsewhere = app.ClientFrom("127.0.0.9");
        var again = await elsewhere.AdminTokenAsync(Some.Admin);
        for (var i = 0; i < 5; i++)
        {
            using var guess = await elsewhere.TryStepUpAsync(again, Some.WrongPassword);
        }

        using var paused = await elsewhere.TryStepUpAsync(again);
        Assert.That(paused.Headers.GetValues("X-Error-Reason"), Is.EqualTo(new[] { "paused" }));
    }

    [Test]
    public async Task Removal_AtOneNode_IsFeltAtTheOther()
    {
        await using var app = TestApp.Create().With(Key, "管理员").Start();
        await using var node = TestApp.CreateOn(app).With(Key, "管理员").Start();
        using var client = app.Client();
        using var nodeClient = node.Client();
        var manager = await app.AddUserAsync(AdminRole.Admin);
        app.Execute(
            $"INSERT INTO authenticators (user_id, protected_key, confirmed, last_step, created_at) VALUES ({manager.Id}, '', 1, 0, 0)"
        );
        var token = await app.SessionAsync(manager);
        Assert.That(await nodeClient.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Unit));

        await client.ManageAsync(await app.SessionAsync(await app.UserAsync(Some.SuperAdmin)), manager, "reset-authenticator");
        node.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(await nodeClient.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo((401, "10001")));
    }
}
