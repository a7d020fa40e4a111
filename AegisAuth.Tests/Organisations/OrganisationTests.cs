using System.Text.Json;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Organisations;

/// <summary>Names of organisations: who sees, makes and changes them.</summary>
[TestFixture]
internal sealed class OrganisationTests
{
    private const string Path = "/user/manage/organisations";

    private static readonly (int, string) Taken = (409, "10013");
    private static readonly (int, string) Malformed = (400, "10006");
    private static readonly (int, string) Forbidden = (403, "10011");
    private static readonly (int, string) Unknown = (404, "10012");

    private TestApp _app = null!;
    private HttpClient _client = null!;
    private string _super = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Started();
        _client = _app.Client();
        _super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Create_ThenRename_AnswersIdAndNameAndIsListed()
    {
        var made = await CreateAsync("  North  ");
        var id = made.GetProperty("id").GetInt64();
        var renamed = await _client.DataAsync(HttpMethod.Post, $"{Path}/{id}/rename", _super, new { name = "South" });

        Assert.That(made.ToString(), Is.EqualTo($$"""{"id":{{id}},"name":"North"}"""));
        Assert.That(renamed.ToString(), Is.EqualTo($$"""{"id":{{id}},"name":"South"}"""));
        Assert.That((await NamesAsync(_super))[id], Is.EqualTo("South"));
        // The old name is free, the own one in another case no fault.
        await CreateAsync("north");
        await _client.DataAsync(HttpMethod.Post, $"{Path}/{id}/rename", _super, new { name = "SOUTH" });
    }

    [Test]
    public async Task Create_TheSameNameFiftyTimesAtOnce_MakesOne()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => OutcomeAsync(_super, Path, i % 2 == 0 ? "Parallel" : "pａrallel"))
        );

        Assert.That(answers.Count(answer => answer == (200, "10000")), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer != (200, "10000")), Is.All.EqualTo(Taken));
        Assert.That((await NamesAsync(_super)).Values.Count(name => name.Contains("arallel", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Create_ManyAtOnce_GivesEachANumberOfItsOwnThatNobodyUses()
    {
        await _app.AddUserAsync(organisation: 700);

        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => CreateAsync($"numbered {i}")));

        Assert.That(made.Select(one => one.GetProperty("id").GetInt64()), Is.Unique.And.All.GreaterThan(700));
    }

    [Test]
    public async Task List_NumberInUseWithoutAName_IsThereAndCanBeNamed()
    {
        await _app.AddUserAsync(organisation: 600);

        Assert.That((await NamesAsync(_super))[600], Is.Empty);
        await _client.DataAsync(HttpMethod.Post, $"{Path}/600/rename", _super, new { name = "six hundred" });
        Assert.That((await NamesAsync(_super))[600], Is.EqualTo("six hundred"));
    }

    [Test]
    public async Task List_InPages_ShowsEachOnce()
    {
        await CreateAsync("page one");
        await CreateAsync("page two");
        var all = await NamesAsync(_super);

        var paged = new List<long>();
        string? after = null;
        do
        {
            var page = await _client.DataAsync(HttpMethod.Get, $"{Path}?limit=1&after={after}", _super);
            paged.AddRange(Items(page).Select(item => item.Id));
            after = page.GetProperty("next").GetString();
        } while (after is not null);

        Assert.That(paged, Is.EqualTo(all.Keys.Order()));
    }

    [Test]
    public async Task List_OrganisationAdmin_SeesItsOwnAndNoOther()
    {
        await CreateAsync("somebody else's");
        var mine = await _app.AdminSessionAsync(AdminRole.OrganisationAdmin, 650);

        Assert.That((await NamesAsync(mine)).Keys, Is.EqualTo((long[])[650]));
        Assert.That((await NamesAsync(await _app.AdminSessionAsync(AdminRole.Admin))).Keys, Is.SupersetOf((long[])[1, 650]));
    }

    [TestCase(AdminRole.Admin)]
    [TestCase(AdminRole.OrganisationAdmin)]
    public async Task Change_OtherRole_IsForbiddenAndAudited(AdminRole role)
    {
        var token = await _app.AdminSessionAsync(role, 1);

        Assert.That(await OutcomeAsync(token, Path, $"by {role}"), Is.EqualTo(Forbidden));
        Assert.That(await OutcomeAsync(token, $"{Path}/1/rename", $"by {role}"), Is.EqualTo(Forbidden));
        Assert.That((await NamesAsync(_super)).Values, Has.None.EqualTo($"by {role}"));
        Assert.That(
            await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries WHERE action LIKE 'organisation-%' AND reason = 'forbidden'"),
            Is.GreaterThanOrEqualTo(2)
        );
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("tab\tinside")]
    [TestCase("North\u202E", Description = "turns the direction of what follows")]
    [TestCase("No\u200Brth", Description = "would look like another one's name")]
    [TestCase("two\u2028lines")]
    [TestCase("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Name_WithoutTheForm_IsMalformed(string? name)
    {
        Assert.That(await OutcomeAsync(_super, Path, name), Is.EqualTo(Malformed));
        Assert.That(await OutcomeAsync(_super, $"{Path}/1/rename", name), Is.EqualTo(Malformed));
    }

    [Test]
    public async Task Rename_NumberThatNobodyUses_IsUnknownAndATextMalformed()
    {
        Assert.That(await OutcomeAsync(_super, $"{Path}/999999/rename", "nobody"), Is.EqualTo(Unknown));
        Assert.That(await OutcomeAsync(_super, $"{Path}/first/rename", "nobody"), Is.EqualTo(Malformed));
    }

    private Task<JsonElement> CreateAsync(string name) => _client.DataAsync(HttpMethod.Post, Path, _super, new { name });

    private Task<(int Status, string? Code)> OutcomeAsync(string token, string path, string? name) =>
        _client.OutcomeAsync(HttpMethod.Post, path, token, new { name });

    private async Task<Dictionary<long, string>> NamesAsync(string token) =>
        Items(await _client.DataAsync(HttpMethod.Get, Path, token)).ToDictionary(item => item.Id, item => item.Name);

    private static IEnumerable<(long Id, string Name)> Items(JsonElement page) =>
        page.GetProperty("items")
            .EnumerateArray()
            .Select(item => (item.GetProperty("id").GetInt64(), item.GetProperty("name").GetString()!));
}
