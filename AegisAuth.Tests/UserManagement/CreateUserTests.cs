using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.UserManagement;

/// <summary>Accounts made by administrators.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class CreateUserTests(Engine engine) : EngineTests(engine)
{
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
    public async Task Create_WithEverything_StoresItAndHidesTheResidentNumber()
    {
        const string ResidentNumber = "110101199003074565";

        var data = await _client.DataAsync(
            HttpMethod.Post,
            ManageCalls.Users,
            _super,
            new
            {
                user_name = "Zhang.Wei",
                nickname = "张伟",
                role = "组织管理员",
                organisation_id = 7,
                resident_id = ResidentNumber,
            }
        );

        var user = data.GetProperty("user");
        Assert.Multiple(() =>
        {
            Assert.That(user.GetProperty("user_AegisSpeed_id").GetString(), Does.Match("^ASD[0-9]{6}$"));
            Assert.That(user.GetProperty("user_name").GetString(), Is.EqualTo("Zhang.Wei"));
            Assert.That(user.GetProperty("nickname").GetString(), Is.EqualTo("张伟"));
            Assert.That(user.GetProperty("role").GetString(), Is.EqualTo("组织管理员"));
            Assert.That(user.GetProperty("organisation_id").GetInt64(), Is.EqualTo(7));
            Assert.That(user.GetProperty("has_password").GetBoolean(), Is.False);
            Assert.That(user.GetProperty("has_resident_id").GetBoolean(), Is.True);
            Assert.That(data.GetProperty("set_password").GetProperty("code").GetString(), Has.Length.EqualTo(43));
            Assert.That(data.ToString(), Does.Not.Contain(ResidentNumber));
        });
        Assert.That(
            await _app.NumberAsync("SELECT COUNT(*) FROM users WHERE protected_resident_id LIKE @text", ("@text", $"%{ResidentNumber}%")),
            Is.Zero
        );
    }

    [Test]
    public async Task Create_NameThatIsTaken_IsAConflictWhateverItsForm([Values("user", "USER", "ｕｓｅｒ")] string name)
    {
        Assert.That(
            await _client.OutcomeAsync(HttpMethod.Post, ManageCalls.Users, _super, new { user_name = name }),
            Is.EqualTo((409, "10013"))
        );
    }

    [TestCaseSource(nameof(Malformed))]
    public async Task Create_Malformed_IsRefused(object body)
    {
        Assert.That(await _client.OutcomeAsync(HttpMethod.Post, ManageCalls.Users, _super, body), Is.EqualTo((400, "10006")));
    }

    [Test]
    public async Task Create_HundredAtOnce_GetsHundredIdsInARow()
    {
        var before = await _app.NumberAsync("SELECT value FROM sequences WHERE name = 'users'");

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(i => _client.DataAsync(HttpMethod.Post, ManageCalls.Users, _super, new { user_name = $"parallel-{i}" }))
        );

        var ids = made.Select(data => data.GetProperty("user").GetProperty("user_AegisSpeed_id").GetString());
        Assert.That(ids, Is.EquivalentTo(Enumerable.Range(1, 100).Select(i => AegisSpeedId.FromNumber(before + i).ToString())));
    }

    [Test]
    public async Task Create_OneNameHundredTimesAtOnce_MakesOneAccount()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(_ => _client.OutcomeAsync(HttpMethod.Post, ManageCalls.Users, _super, new { user_name = "wanted" }))
        );

        Assert.That(answers.Count(answer => answer == (200, "10000")), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer == (409, "10013")), Is.EqualTo(99));
    }

    private static IEnumerable<object> Malformed()
    {
        yield return new { };
        yield return new { user_name = "" };
        yield return new { user_name = "a@b.example" };
        yield return new { user_name = "13800138000" };
        yield return new { user_name = "fine-1", role = "king" };
        yield return new { user_name = "fine-2", role = "组织管理员" };
        yield return new { user_name = "fine-3", organisation_id = 0 };
        yield return new { user_name = "fine-4", organisation_id = "1" };
        yield return new { user_name = "fine-5", resident_id = "110101199003074560" };
        yield return new { user_name = "fine-6", nickname = new string('x', 65) };
        yield return new { user_name = "fine-7", nickname = "gpj.\u202Ephoto" };
        yield return new { user_name = "fine-8", nickname = "张\u200B伟" };
    }
}
