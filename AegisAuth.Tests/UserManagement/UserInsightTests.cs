using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.UserManagement;

/// <summary>What administrators see of one account, and the authenticator that they take away.</summary>
[TestFixture]
internal sealed class UserInsightTests
{
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
    public async Task Sessions_OfBothSurfaces_AreListedTheLastUsedFirst()
    {
        var admin = await _app.AddUserAsync(AdminRole.Admin);
        await _app.SessionAsync(admin);
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        await _app.SessionAsync(admin, surface: Surface.Site);

        var data = await _client.DataAsync(HttpMethod.Get, PathOf(admin, "sessions"), _super);
        var sessions = data.GetProperty("sessions").EnumerateArray().ToList();

        Assert.That(sessions.Select(session => session.GetProperty("surface").GetString()), Is.EqualTo((string[])["site", "admin"]));
        Assert.That(sessions.Select(session => session.GetProperty("address").GetString()), Is.All.EqualTo("192.0.2.1"));
        Assert.That(sessions.Select(session => session.GetProperty("current").GetBoolean()), Is.All.False);
        Assert.That(await AuditedAsync("sessions-read", $"{admin.AegisSpeedId}"), Is.EqualTo(1));
    }

    [Test]
    public async Task Logins_OfAnAccount_TellWhatItHasAndNotWhoItIsThere()
    {
        var user = await _app.UserAsync(Some.User);
        using var site = _app.Client();
        var linked = await site.SendAsync(
            HttpMethod.Post,
            "/api/user/logins/link",
            await site.SiteTokenAsync(),
            new { platform = "weapp", code = "demo-lin" }
        );

        var data = await _client.DataAsync(HttpMethod.Get, PathOf(user, "logins"), _super);

        Assert.That((await linked.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
        Assert.That((data.GetProperty("password").GetBoolean(), data.GetProperty("authenticator").GetBoolean()), Is.EqualTo((true, false)));
        var login = data.GetProperty("logins").EnumerateArray().Single();
        Assert.That(
            login.EnumerateObject().Select(member => member.Name),
            Is.EqualTo((string[])["provider", "display_name", "created_time", "last_login"])
        );
        Assert.That(login.GetProperty("provider").GetString(), Is.EqualTo("weapp"));
    }

    [Test]
    public async Task Insight_AccountOfAnotherOrganisation_DoesNotExistForAnOrganisationAdmin([Values("sessions", "logins")] string what)
    {
        var token = await _app.AdminSessionAsync(AdminRole.OrganisationAdmin, 5);
        var mine = await _app.AddUserAsync(organisation: 5);
        var foreign = await _app.AddUserAsync(organisation: 6);

        Assert.That(await _client.OutcomeAsync(HttpMethod.Get, PathOf(mine, what), token), Is.EqualTo((200, "10000")));
        Assert.That(await _client.OutcomeAsync(HttpMethod.Get, PathOf(foreign, what), token), Is.EqualTo((404, "10012")));
        Assert.That(await _client.OutcomeAsync(HttpMethod.Get, $"{ManageCalls.Users}/nobody/{what}", token), Is.EqualTo((400, "10006")));
    }

    [Test]
    public async Task ResetAuthenticator_LostApp_EndsEverySessionAndLetsThePasswordStepUp()
    {
        var manager = await _app.UserAsync(Some.Admin);
        var token = await _client.SteppedUpTokenAsync(Some.Admin);
        await _client.EnrolAsync(_app, token);

        var done = await _client.ManageAsync(_super, manager, "reset-authenticator");
        var next = await _client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token);
        // The password is enough again, and the recovery codes are gone with the app.
        await _client.SteppedUpTokenAsync(Some.Admin);

        Assert.That(done, Is.EqualTo((200, "10000")));
        Assert.That(next, Is.EqualTo((401, "10001")));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM recovery_codes"), Is.Zero);
        Assert.That(await AuditedAsync("authenticator-reset", Some.Admin), Is.EqualTo(1));
    }

    [Test]
    public async Task ResetAuthenticator_OfAnEqual_IsForbiddenAndChangesNothing()
    {
        var manager = await _client.SteppedUpTokenAsync(Some.Admin);
        await _client.EnrolAsync(_app, await _client.SteppedUpTokenAsync(Some.SuperAdmin));

        var answer = await _client.ManageAsync(manager, await _app.UserAsync(Some.SuperAdmin), "reset-authenticator");

        Assert.That(answer, Is.EqualTo((403, "10011")));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM authenticators"), Is.EqualTo(1));
    }

    private static string PathOf(User user, string what) => $"{ManageCalls.Users}/{user.AegisSpeedId}/{what}";

    private Task<long> AuditedAsync(string action, string target) =>
        _app.NumberAsync(
            "SELECT COUNT(*) FROM audit_entries WHERE action = @action AND target = @target AND outcome = 'success'",
            ("@action", action),
            ("@target", target)
        );
}
