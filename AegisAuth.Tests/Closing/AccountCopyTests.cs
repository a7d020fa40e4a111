using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Closing;

/// <summary>The copy of all that is held about a user.</summary>
[TestFixture]
internal sealed class AccountCopyTests
{
    private const string Copy = "/api/user/copy";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public void Start()
    {
        _app = TestApp.Started();
        _client = _app.Client();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Copy_HoldsWhatIsStoredAndNoSecretAndNoOtherPersonsAddress()
    {
        var token = await _client.RegisteredAsync("kettle", "kettle@example.com");
        await _client.SitePostAsync("/api/user/logins/link", token, new { platform = "weapp", code = "demo-lin" });
        var id = (await _app.TextsAsync("SELECT aegisspeed_id FROM users WHERE user_name = 'kettle'"))[0];
        using (var admin = _app.ClientFrom("127.0.9.9"))
        {
            var super = await _app.AdminSessionAsync(AdminRole.SuperAdmin);
            await admin.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/{id}/unlock", super);
        }

        var answer = await _client.SiteGetAsync(Copy, token);

        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        var data = answer.GetProperty("data");
        var text = data.GetRawText();
        Assert.Multiple(() =>
        {
            Assert.That(data.GetProperty("account").GetProperty("email").GetString(), Is.EqualTo("kettle@example.com"));
            Assert.That(data.GetProperty("logins")[0].GetProperty("provider").GetString(), Is.EqualTo("weapp"));
            Assert.That(data.GetProperty("sessions").GetArrayLength(), Is.EqualTo(1));
            var actions = data.GetProperty("audit").EnumerateArray().Select(line => line.GetProperty("action").GetString()).ToList();
            Assert.That(actions, Is.SupersetOf(new[] { "account-copy", "user-unlock", "register" }));
            Assert.That(text, Does.Contain("127.0.0.1").And.Not.Contain("127.0.9.9"));
            Assert.That(text, Does.Not.Contain(token).And.Not.Contain("$argon2id$"));
        });
    }

    [Test]
    public async Task Copy_TenAtOnce_OneAnHour()
    {
        var token = await _client.RegisteredAsync("kettle");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _client.SiteGetAsync(Copy, token)));
        using var refused = await _client.SendAsync(HttpMethod.Get, Copy, token);

        Assert.That(answers.Count(answer => answer.Code() == 0), Is.EqualTo(1));
        Assert.That((await refused.JsonAsync()).Msg(), Is.EqualTo("每小时只能下载一次,请稍后再试"));
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.FromMinutes(59)));
        Assert.That(refused.Headers.GetValues("X-Error-Reason"), Is.EqualTo(new[] { "copy-too-soon" }));
        await _app.ExecuteSqlAsync(
            "UPDATE login_attempts SET window_started_at = window_started_at - 3600000 WHERE attempt_key LIKE 'copy:%'"
        );
        Assert.That((await _client.SiteGetAsync(Copy, token)).Code(), Is.Zero);
    }
}
