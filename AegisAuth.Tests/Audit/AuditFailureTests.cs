using AegisAuth.Application.Audit;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace AegisAuth.Tests.Audit;

/// <summary>What is not written down does not happen.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class AuditFailureTests(Engine engine) : EngineTests(engine)
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public void Start()
    {
        var entries = new Mock<IAuditLogWriter>();
        entries
            .Setup(log => log.AddAsync(It.IsAny<AuditEntry>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("The disk is full."));
        _app = TestApp.Create().WithServices(services => services.AddScoped(_ => entries.Object)).Start();
        _client = _app.Client();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Login_AuditFails_GivesNoToken()
    {
        using var response = await _client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        var answer = await response.JsonAsync();
        Assert.That((answer.GetProperty("code").GetString(), answer.GetProperty("token").GetString()), Is.EqualTo(("10004", "")));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM sessions"), Is.Zero);
    }

    [Test]
    public async Task Disable_AuditFails_DisablesNobody()
    {
        var manager = await _app.UserAsync(Some.Admin);
        var super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));
        await _app.SessionAsync(manager);

        var answer = await _client.ManageAsync(super, manager, "disable");

        Assert.That(answer, Is.EqualTo((500, "10003")));
        Assert.That((await _app.UserAsync(Some.Admin)).Enabled, Is.True);
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM sessions WHERE user_id = @id", ("@id", manager.Id)), Is.EqualTo(1));
    }

    [Test]
    public async Task Create_AuditFails_MakesNobody()
    {
        var super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));

        var answer = await _client.OutcomeAsync(HttpMethod.Post, ManageCalls.Users, super, new { user_name = "unwritten" });

        Assert.That(answer, Is.EqualTo((500, "10003")));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM users WHERE user_name = 'unwritten'"), Is.Zero);
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM one_time_codes"), Is.Zero);
    }

    [Test]
    public async Task List_AuditFails_ShowsNobody()
    {
        var super = await _app.SessionAsync(await _app.UserAsync(Some.SuperAdmin));

        Assert.That(await _client.OutcomeAsync(HttpMethod.Get, ManageCalls.Users, super), Is.EqualTo((500, "10003")));
    }
}
