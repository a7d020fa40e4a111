using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.UserManagement;

/// <summary>Lists of accounts: filters, orders, pages, and what an organisation sees of them.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ListUsersTests(Engine engine) : EngineTests(engine)
{
    private readonly List<User> _mine = [];
    private readonly List<User> _foreign = [];
    private TestApp _app = null!;
    private HttpClient _client = null!;
    private string _super = null!;
    private string _organisation = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Started();
        _client = _app.Client();
        _super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));
        var admin = await _app.AddUserAsync(AdminRole.OrganisationAdmin, 5, "org-five");
        _organisation = await _app.SessionAsync(admin);
        _mine.Add(admin);
        foreach (var name in new[] { "Zoe", "anna", "𠀀mei", "100-percent", "under_score" })
        {
            _mine.Add(await _app.AddUserAsync(AdminRole.None, 5, name, enabled: name != "anna"));
            _foreign.Add(await _app.AddUserAsync(AdminRole.None, 6, name + "-six"));
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task List_EveryOrderInPagesOfTwo_ShowsEachAccountOnce(
        [Values("id", "-id", "user_name", "-user_name", "last_login", "-last_login")] string sort,
        [Values] bool asOrganisation
    )
    {
        var token = asOrganisation ? _organisation : _super;
        var all = (await ListAsync(token, $"sort={sort}&limit=200&count=true"));

        var paged = new List<string>();
        string? after = null;
        do
        {
            var page = await ListAsync(token, $"sort={sort}&limit=2&after={after}");
            paged.AddRange(page.Ids());
            after = page.GetProperty("next").GetString();
        } while (after is not null);

        Assert.That(paged, Is.EqualTo(all.Ids()));
        Assert.That(paged, Is.Unique.And.Count.EqualTo(all.GetProperty("total").GetInt64()));
        Assert.That(paged, asOrganisation ? Is.EquivalentTo(Ids(_mine)) : Is.SupersetOf(Ids(_mine.Concat(_foreign))));
    }

    [Test]
    public async Task List_ByUserName_IsInTheOrderOfNames()
    {
        var page = await ListAsync(_organisation, "sort=user_name");

        var names = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("user_name").GetString());
        Assert.That(names, Is.EqualTo(new[] { "100-percent", "anna", "org-five", "under_score", "Zoe", "𠀀mei" }));
    }

    [TestCase("role=组织管理员", "org-five")]
    [TestCase("enabled=false", "anna")]
    [TestCase("text=ZO", "Zoe")]
    [TestCase("text=_", "under_score")]
    [TestCase("text=%25", "")]
    [TestCase("text=%5B", "")]
    [TestCase("role=none&enabled=true&text=-", "100-percent")]
    public async Task List_Filtered_ShowsWhatPasses(string query, string names)
    {
        var page = await ListAsync(_organisation, query);

        var found = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("user_name").GetString());
        Assert.That(string.Join(' ', found), Is.EqualTo(names));
    }

    [Test]
    public async Task List_ByTheBeginningOfAnId_FindsIt()
    {
        var id = _mine[1].AegisSpeedId.ToString();

        Assert.That((await ListAsync(_organisation, $"text={id.ToLowerInvariant()}")).Ids(), Is.EqualTo(new[] { id }));
    }

    [TestCase("organisation_id=6")]
    [TestCase("text=six")]
    [TestCase("role=超级管理员")]
    public async Task List_AnotherOrganisation_ShowsAndCountsNothing(string query)
    {
        var page = await ListAsync(_organisation, query + "&count=true");

        Assert.That(page.Ids(), Is.Empty);
        Assert.That(page.GetProperty("total").GetInt64(), Is.Zero);
        Assert.That(page.GetProperty("next").GetString(), Is.Null);
    }

    [TestCase("sort=password_hash")]
    [TestCase("sort=id;DROP TABLE users")]
    [TestCase("role=king")]
    [TestCase("limit=0")]
    [TestCase("limit=201")]
    [TestCase("limit=many")]
    [TestCase("enabled=perhaps")]
    [TestCase("organisation_id=-1")]
    [TestCase("after=nonsense")]
    public async Task List_Malformed_IsRefused(string query)
    {
        Assert.That(await _client.OutcomeAsync(HttpMethod.Get, $"{ManageCalls.Users}?{query}", _super), Is.EqualTo((400, "10006")));
    }

    [Test]
    public async Task List_CursorOfAnotherOrder_IsRefused()
    {
        var next = (await ListAsync(_super, "sort=id&limit=1")).GetProperty("next").GetString();

        Assert.That(
            await _client.OutcomeAsync(HttpMethod.Get, $"{ManageCalls.Users}?sort=-id&after={next}", _super),
            Is.EqualTo((400, "10006"))
        );
    }

    [TestCase("GET", "users")]
    [TestCase("GET", "users/ASD000004")]
    [TestCase("POST", "users")]
    [TestCase("POST", "users/ASD000004/disable")]
    [TestCase("POST", "users/ASD000004/enable")]
    [TestCase("POST", "users/ASD000004/unlock")]
    [TestCase("POST", "users/ASD000004/role")]
    [TestCase("POST", "users/ASD000004/reset-password")]
    [TestCase("POST", "users/ASD000004/revoke-sessions")]
    [TestCase("GET", "audit")]
    public async Task Manage_EveryCall_AsksForTokenAndSecret(string method, string path)
    {
        var withoutSecret = await _app.SessionAsync(await _app.UserAsync(Some.Admin), withSecret: false);

        Assert.That(await _client.OutcomeAsync(new HttpMethod(method), "/user/manage/" + path, token: null), Is.EqualTo((401, "10001")));
        Assert.That(await _client.OutcomeAsync(new HttpMethod(method), "/user/manage/" + path, withoutSecret), Is.EqualTo((401, "10004")));
    }

    [Test]
    public async Task Audit_Organisation_SeesItsOwnLinesAndNoNumbers()
    {
        await _client.ManageAsync(_super, _mine[2], "unlock");
        await _client.ManageAsync(_super, _foreign[2], "unlock");
        await _client.OutcomeAsync(HttpMethod.Get, $"{ManageCalls.Users}/{_foreign[2].AegisSpeedId}", _organisation);

        var own = await _client.DataAsync(HttpMethod.Get, $"{ManageCalls.Audit}?limit=200", _organisation);
        var foreign = await _client.DataAsync(
            HttpMethod.Get,
            $"{ManageCalls.Audit}?target={_foreign[2].AegisSpeedId}&outcome=success",
            _organisation
        );
        var all = await _client.DataAsync(HttpMethod.Get, $"{ManageCalls.Audit}?action=user-unlock&actor={Some.SuperAdmin}", _super);

        var lines = own.GetProperty("items").EnumerateArray().ToList();
        Assert.That(lines, Is.Not.Empty);
        Assert.That(lines.Select(line => line.GetProperty("organisation_id").GetInt64()), Is.All.EqualTo(5));
        Assert.That(lines.Where(line => line.TryGetProperty("sequence", out _)), Is.Empty);
        Assert.That(foreign.GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That(
            all.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("target").GetString()),
            Is.SupersetOf(new[] { $"{_mine[2].AegisSpeedId}", $"{_foreign[2].AegisSpeedId}" })
        );
    }

    private static IEnumerable<string> Ids(IEnumerable<User> users) => users.Select(user => user.AegisSpeedId.ToString());

    private Task<System.Text.Json.JsonElement> ListAsync(string token, string query) =>
        _client.DataAsync(HttpMethod.Get, $"{ManageCalls.Users}?{query}", token);
}
