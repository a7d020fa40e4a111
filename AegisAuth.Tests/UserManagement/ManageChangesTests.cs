using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.UserManagement;

/// <summary>What changes of accounts do, and when.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ManageChangesTests(Engine engine) : EngineTests(engine)
{
    private const string InfoPath = "/user/info/get_admin_info";

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

    [TestCase("disable", null)]
    [TestCase("revoke-sessions", null)]
    [TestCase("reset-password", null)]
    [TestCase("role", "超级管理员")]
    public async Task Change_OfSomebodySignedIn_IsFeltByTheVeryNextRequest(string action, string? role)
    {
        var admin = await _app.AddUserAsync(AdminRole.Admin);
        var token = await _app.SessionAsync(admin);
        var site = await _app.SessionAsync(admin, surface: Surface.Site);
        await _client.DataAsync(HttpMethod.Get, InfoPath, token);

        var done = await _client.ManageAsync(_super, admin, action, role is null ? null : new { role });
        var next = await _client.OutcomeAsync(HttpMethod.Get, InfoPath, token);

        Assert.That(done, Is.EqualTo((200, "10000")));
        Assert.That(next, Is.EqualTo((401, "10001")));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM sessions WHERE user_id = @id", ("@id", admin.Id)), Is.Zero, site);
    }

    [Test]
    public async Task Disable_ThenEnable_ShutsAndOpensTheLogin()
    {
        var manager = await _app.UserAsync(Some.Admin);

        await _client.ManageAsync(_super, manager, "disable");
        using var shut = await _client.TryAdminLoginAsync(Some.Admin, Some.Password);
        await _client.ManageAsync(_super, manager, "enable");
        using var open = await _client.TryAdminLoginAsync(Some.Admin, Some.Password);

        Assert.That(await shut.AdminCodeAsync(), Is.EqualTo("10001"));
        Assert.That(await open.AdminCodeAsync(), Is.EqualTo("10000"));
    }

    [Test]
    public async Task Unlock_PausedAccount_LetsItInFromEverywhere()
    {
        for (var i = 0; i < 5; i++)
        {
            using var failed = await _client.TryAdminLoginAsync(Some.Admin, Some.WrongPassword);
        }

        using var paused = await _client.TryAdminLoginAsync(Some.Admin, Some.Password);
        var done = await _client.ManageAsync(_super, await _app.UserAsync(Some.Admin), "unlock");
        using var open = await _client.TryAdminLoginAsync(Some.Admin, Some.Password);

        Assert.That(await paused.AdminCodeAsync(), Is.EqualTo("10008"));
        Assert.That(done, Is.EqualTo((200, "10000")));
        Assert.That(await open.AdminCodeAsync(), Is.EqualTo("10000"));
    }

    [TestCase("disable", null)]
    [TestCase("role", "")]
    [TestCase("role", "管理员")]
    public async Task Change_LastEnabledSuperAdmin_IsRefused(string action, string? role)
    {
        // A disabled one is none that could help.
        await _app.AddUserAsync(AdminRole.SuperAdmin, enabled: false);

        var answer = await _client.ManageAsync(_super, await _app.UserAsync(Some.SuperAdmin), action, role is null ? null : new { role });

        Assert.That(answer, Is.EqualTo((409, "10013")));
        Assert.That(await EnabledSuperAdminsAsync(), Is.EqualTo(1));
    }

    [TestCase("disable")]
    [TestCase("role")]
    public async Task Change_OfOneselfWhileThereAreOthers_IsForbidden(string action)
    {
        await _app.AddUserAsync(AdminRole.SuperAdmin);

        var answer = await _client.ManageAsync(_super, await _app.UserAsync(Some.SuperAdmin), action, new { role = "" });

        Assert.That(answer, Is.EqualTo((403, "10011")));
    }

    [Test]
    public async Task Change_SuperAdminsAgainstEachOtherAtOnce_LeaveOne([Values(2, 6)] int many, [Values("disable", "role")] string action)
    {
        var first = await _app.UserAsync(Some.SuperAdmin);
        var all = new List<User> { first };
        for (var i = 1; i < many; i++)
        {
            all.Add(await _app.AddUserAsync(AdminRole.SuperAdmin));
        }

        var tokens = await Task.WhenAll(all.Select(user => _app.SessionAsync(user)));
        var attacks = tokens.SelectMany(
            (token, i) =>
                all.Where(target => target.Id != all[i].Id).Select(target => _client.ManageAsync(token, target, action, new { role = "" }))
        );
        var answers = await Task.WhenAll(attacks);

        Assert.That(await EnabledSuperAdminsAsync(), Is.EqualTo(1));
        // A demoted user is no administrator any more, whatever the session said when the request came in.
        Assert.That(
            answers.Where(answer => answer.Code != "10000"),
            Is.Not.Empty.And.All.Matches<(int, string)>(answer => answer is (401, "10001") or (403, "10011") or (200, "10000"))
        );
    }

    [TestCase("管理员", true)]
    [TestCase("", false)]
    public async Task SetRole_OfSomebodyWithAPassword_AsksForALongerOneWithTheFirstAdminRole(string role, bool asked)
    {
        var user = await _app.UserAsync(Some.User);

        await _client.ManageAsync(_super, user, "role", new { role, organisation_id = 1 });

        Assert.That((await _app.UserAsync(Some.User)).MustChangePassword, Is.EqualTo(asked));
        if (asked)
        {
            var token = await _client.AdminTokenAsync(Some.User);
            Assert.That(await _client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((403, "10011")));
        }
    }

    [Test]
    public async Task SetRole_WhileTheUserSetsAShortPassword_IsNotOverruledByIt()
    {
        var hasher = new CountingHasher();
        await using var app = TestApp.Create().WithServices(hasher.Wrap).Start();
        using var client = app.Client();
        var super = await app.SessionAsync(await app.UserAsync(Some.SuperAdmin));
        var site = await client.SiteTokenAsync();
        var gate = hasher.Close();

        // Long enough for a user, and judged as such before the role comes.
        var change = client.SitePostAsync("/api/user/password", site, new { old_password = Some.Password, password = "nine-nine" });
        await gate.ArrivedAsync(1);
        var promoted = await client.ManageAsync(
            super,
            await app.UserAsync(Some.User),
            "role",
            new { role = "管理员", organisation_id = 1 }
        );
        gate.Open();

        Assert.That((promoted, (await change).Code()), Is.EqualTo(((200, "10000"), -1)));
        Assert.That((await app.UserAsync(Some.User)).MustChangePassword, Is.True);
        var token = await client.AdminTokenAsync(Some.User);
        Assert.That(await client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((403, "10011")));
    }

    [Test]
    public async Task SetRole_OfAnAdministratorOrWithoutAPassword_AsksForNone()
    {
        var manager = await _app.UserAsync(Some.Admin);
        var without = await _app.AddUserAsync();

        await _client.ManageAsync(_super, manager, "role", new { role = "超级管理员" });
        await _client.ManageAsync(_super, without, "role", new { role = "管理员" });

        Assert.That((await _app.UserAsync(Some.Admin)).MustChangePassword, Is.False);
        Assert.That((await _app.UserAsync($"{without.AegisSpeedId}")).MustChangePassword, Is.False);
    }

    [Test]
    public async Task SetRole_WithoutARole_IsMalformed([Values(null, "king", "none")] string? role)
    {
        var user = await _app.UserAsync(Some.User);

        Assert.That(await _client.ManageAsync(_super, user, "role", new { role }), Is.EqualTo((400, "10006")));
    }

    [Test]
    public async Task Change_IdThatIsNone_IsMalformedAndUnknownIsNotFound()
    {
        var malformed = await _client.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/nobody/disable", _super);
        var unknown = await _client.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/{Some.UnknownId}/disable", _super);

        Assert.That(malformed, Is.EqualTo((400, "10006")));
        Assert.That(unknown, Is.EqualTo((404, "10012")));
    }

    private Task<long> EnabledSuperAdminsAsync() =>
        _app.NumberAsync("SELECT COUNT(*) FROM users WHERE enabled = 1 AND role = @role", ("@role", (int)AdminRole.SuperAdmin));
}
