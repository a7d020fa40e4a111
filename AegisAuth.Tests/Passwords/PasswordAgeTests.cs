using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Passwords;

/// <summary>Passwords that may become so old and no older (<c>Password:MaxAge</c>), over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class PasswordAgeTests(Engine engine) : EngineTests(engine)
{
    private const string Key = "Password:MaxAge";
    private const string Age = "90.00:00:00";
    private const string NewPassword = "three blue kettles sing";
    private const string Sessions = "/user/sessions";
    private const string Detail = "/api/user/detail";

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(90);
    private static readonly (int, string) Done = (200, "10000");
    private static readonly (int, string) Forbidden = (403, "10011");

    [Test]
    public async Task Admin_OldPassword_LogsInChangesItAndGoesOnAtBothNodes()
    {
        await using var app = TestApp.Create().With(Key, Age).Start();
        await using var node = TestApp.CreateOn(app).With(Key, Age).Start();
        using var client = app.Client();
        using var nodeClient = node.Client();
        await MadeAsync(app, Some.Admin, MaxAge);

        var token = await client.AdminTokenAsync(Some.Admin);

        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Forbidden));
        Assert.That(await nodeClient.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Forbidden));
        Assert.That(await client.OutcomeAsync(HttpMethod.Post, "/user/password", token, Change(Some.Password)), Is.EqualTo((400, "10006")));
        Assert.That(await client.OutcomeAsync(HttpMethod.Post, "/user/password", token, Change(NewPassword)), Is.EqualTo(Done));
        node.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Done));
        Assert.That(await nodeClient.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Done));
        // The account is as old as before; the password is not.
        await client.AdminTokenAsync(Some.Admin, NewPassword);
    }

    [Test]
    public async Task Site_OldPassword_LogsInChangesItAndGoesOn()
    {
        await using var app = TestApp.Create().With(Key, Age).Start();
        using var client = app.Client();
        await MadeAsync(app, Some.User, MaxAge);

        var token = await client.SiteTokenAsync();
        using var refused = await client.SendAsync(HttpMethod.Get, Detail, token);
        var changed = await client.SitePostAsync("/api/user/password", token, new { old_password = Some.Password, password = NewPassword });

        Assert.That((await refused.JsonAsync()).Code(), Is.EqualTo(1002));
        Assert.That(refused.Headers.GetValues("X-Error-Reason"), Is.EqualTo(new[] { "forbidden" }));
        Assert.That(changed.Code(), Is.Zero);
        Assert.That((await client.SiteGetAsync(Detail, token)).Code(), Is.Zero);
    }

    [Test]
    public async Task Session_OpenedBefore_IsAskedFromTheMomentOn()
    {
        await using var app = TestApp.Create().With(Key, Age).Start();
        using var client = app.Client();
        await MadeAsync(app, Some.User, MaxAge - TimeSpan.FromMinutes(1));
        await MadeAsync(app, Some.Admin, MaxAge - TimeSpan.FromMinutes(1));
        var (site, admin) = (await client.SiteTokenAsync(), await client.AdminTokenAsync(Some.Admin));
        Assert.That((await client.SiteGetAsync(Detail, site)).Code(), Is.Zero);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, admin), Is.EqualTo(Done));

        app.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.That((await client.SiteGetAsync(Detail, site)).Code(), Is.EqualTo(1002));
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, admin), Is.EqualTo(Forbidden));
    }

    [Test]
    public async Task Off_OldPassword_IsLikeAnyOther()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await MadeAsync(app, Some.User, TimeSpan.FromDays(5000));

        Assert.That((await client.SiteGetAsync(Detail, await client.SiteTokenAsync())).Code(), Is.Zero);
    }

    [Test]
    public async Task Reset_ByCode_BeginsTheAgeAnewAndAnUpgradedHashDoesNot()
    {
        await using var app = TestApp.Create().With(Key, Age).Start();
        // Hashes of another strength are replaced at a good login.
        await using var stronger = TestApp.CreateOn(app).With(Key, Age).With("PasswordHash:Iterations", "2").Start();
        using var client = app.Client();
        using var strongerClient = stronger.Client();
        await MadeAsync(app, Some.Admin, MaxAge);
        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));

        var rehashed = await strongerClient.AdminTokenAsync(Some.Admin);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, rehashed), Is.EqualTo(Forbidden));
        var seen = await client.DataAsync(HttpMethod.Get, $"{ManageCalls.Users}/{Some.Admin}", super);
        var reset = await client.DataAsync(HttpMethod.Post, $"{ManageCalls.Users}/{Some.Admin}/reset-password", super);
        var set = new { code = reset.GetProperty("code").GetString(), new_password = NewPassword };
        Assert.That(await client.OutcomeAsync(HttpMethod.Post, "/user/password/reset", token: null, set), Is.EqualTo(Done));
        var token = await client.AdminTokenAsync(Some.Admin, NewPassword);

        Assert.That(await client.OutcomeAsync(HttpMethod.Get, Sessions, token), Is.EqualTo(Done));
        var after = await client.DataAsync(HttpMethod.Get, $"{ManageCalls.Users}/{Some.Admin}", super);
        Assert.That(
            (seen.GetProperty("must_change_password").GetBoolean(), after.GetProperty("must_change_password").GetBoolean()),
            Is.EqualTo((true, false))
        );
    }

    [Test]
    public async Task Login_ByPhone_IsNotAskedForAPasswordThatItDoesNotUse()
    {
        var sender = new CollectingSender();
        await using var app = TestApp.Create().With(Key, Age).Collecting(sender).Start();
        using var client = app.Client();
        var user = await app.AddPhoneUserAsync("kettle");
        await MadeAsync(app, $"{user.AegisSpeedId}", MaxAge);

        await client.AskCodeAsync();
        var answer = await client.PhoneLoginAsync(await sender.NextDigitsAsync());

        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        var token = answer.GetProperty("data").GetProperty("token").GetString();
        Assert.That((await client.SiteGetAsync(Detail, token)).Code(), Is.Zero);
    }

    [Test]
    public async Task Introspection_OldPasswordOrMissingAuthenticator_IsNotActive()
    {
        await using var app = TestApp
            .Create()
            .With("ResourceServers:shop:SecretHashes:0", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("s"u8)))
            .With("ResourceServers:shop:Surfaces:0", "Site")
            .With("ResourceServers:shop:Surfaces:1", "Admin")
            .With(Key, Age)
            .With("StepUp:RequireAuthenticator", "超级管理员")
            .Start();
        using var client = app.Client();
        var (site, admin, super) = (
            await client.SiteTokenAsync(),
            await client.AdminTokenAsync(Some.Admin),
            await client.AdminTokenAsync(Some.SuperAdmin)
        );

        Assert.That(
            (await IsActiveAsync(client, site), await IsActiveAsync(client, admin), await IsActiveAsync(client, super)),
            Is.EqualTo((true, true, false))
        );
        await MadeAsync(app, Some.User, MaxAge);
        app.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await IsActiveAsync(client, site), Is.False);
        await client.SecretAsync(super);
        await client.EnrolAsync(app, super);
        app.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await IsActiveAsync(client, super), Is.True);
    }

    private static object Change(string next) => new { user_password = Some.Password, new_password = next };

    private static async Task<bool> IsActiveAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/introspect");
        request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("shop:s"u8));
        request.Content = new FormUrlEncodedContent([new("token", token)]);
        using var response = await client.SendAsync(request);
        return (await response.JsonAsync()).GetProperty("active").GetBoolean();
    }

    // The development accounts were made with their password.
    private static Task<int> MadeAsync(TestApp app, string id, TimeSpan ago) =>
        app.ExecuteSqlAsync(
            "UPDATE users SET created_at = @at WHERE aegisspeed_id = @id",
            ("@at", (app.Time.GetUtcNow() - ago).ToUnixTimeMilliseconds()),
            ("@id", id)
        );
}
