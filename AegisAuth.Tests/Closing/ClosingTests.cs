using System.Globalization;
using System.Text.Json;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Closing;
using AegisAuth.Domain;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Closing;

/// <summary>Closing, reopening and erasing an account, over the wire.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class ClosingTests(Engine engine) : EngineTests(engine)
{
    private const string Close = "/api/user/close";
    private const string Reopen = "/api/user/reopen";
    private const string WrongCredentials = "用户名或密码错误";

    private CollectingSender _sender = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public void Start()
    {
        _sender = new CollectingSender();
        _app = ManyAtOnce(TestApp.Create()).Collecting(_sender).Start();
        _client = _app.Client();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private string Closing =>
        $"账号已申请注销,可在 {_app.Time.GetUtcNow().AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} 前撤销";

    [Test]
    public async Task Close_ARecentLogin_EndsEverySessionAndIsToldOnlyToARightProof()
    {
        var token = await _client.RegisteredAsync("kettle");
        var second = await TokenAsync("kettle");

        var closed = await _client.SitePostAsync(Close, token, new { });

        Assert.That(closed.Code(), Is.Zero, closed.ToString());
        Assert.That(
            closed.GetProperty("data").GetProperty("closes_time").GetInt64(),
            Is.EqualTo(_app.Time.GetUtcNow().AddDays(7).ToUnixTimeSeconds())
        );
        foreach (var dead in (string[])[token, second])
        {
            Assert.That((await _client.SiteGetAsync("/api/user/detail", dead)).Code(), Is.EqualTo(1001));
        }

        Assert.That((await _client.SiteLoginAnswerAsync("kettle")).Msg(), Is.EqualTo(Closing));
        Assert.That((await _client.SiteLoginAnswerAsync("kettle", "another password")).Msg(), Is.EqualTo(WrongCredentials));
        using var english = new HttpRequestMessage(HttpMethod.Post, "/api/login")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { user_name = "kettle", password = AccountCalls.Password }),
        };
        english.Headers.Add("Accept-Language", "en");
        using var answer = await _client.SendAsync(english);
        Assert.That(
            (await answer.JsonAsync()).Msg(),
            Does.Match(@"^This account is being closed; it can be reopened until \d{4}-\d\d-\d\d$")
        );
        Assert.That(answer.Headers.GetValues("X-Error-Reason"), Is.EqualTo(new[] { "account-closing" }));
    }

    [Test]
    public async Task Close_AnOldLogin_AsksForThePassword()
    {
        var token = await _client.RegisteredAsync("kettle");
        await LoggedInLongAgoAsync();

        Assert.That((await _client.SitePostAsync(Close, token, new { })).Msg(), Is.EqualTo("请重新登录或输入密码"));
        Assert.That((await _client.SitePostAsync(Close, token, new { password = "wrong" })).Msg(), Is.EqualTo(WrongCredentials));
        Assert.That((await _client.SitePostAsync(Close, token, new { password = AccountCalls.Password })).Code(), Is.Zero);
    }

    [Test]
    public async Task Reopen_TheSameProof_LogsInAndTheAccountIsAsItWas()
    {
        await CloseAsync(await _client.RegisteredAsync("kettle", "kettle@example.com"));
        var body = new { user_name = "kettle", password = AccountCalls.Password };

        Assert.That((await _client.SitePostAsync(Reopen, null, body with { password = "another password" })).Code(), Is.EqualTo(-1));
        var reopened = await _client.SitePostAsync(Reopen, null, body);

        Assert.That(reopened.Code(), Is.Zero, reopened.ToString());
        Assert.That(reopened.GetProperty("data").GetProperty("status").GetInt32(), Is.EqualTo(1), "open again in its own answer too");
        var token = reopened.GetProperty("data").GetProperty("token").GetString();
        Assert.That(
            (await _client.SiteGetAsync("/api/user/detail", token)).GetProperty("data").GetProperty("email").GetString(),
            Is.EqualTo("kettle@example.com")
        );
        Assert.That((await _client.SiteLoginAnswerAsync("kettle")).Code(), Is.Zero);
        Assert.That(await ActionsAsync("kettle"), Does.Contain("account-close").And.Contain("account-reopen"));
    }

    [Test]
    public async Task Sweep_AfterThePeriod_ErasesOnceAndThePersonIsNew()
    {
        var first = await IdAsync("kettle");
        await CloseAsync(await _client.RegisteredAsync("kettle", "kettle@example.com"));
        first = await IdAsync("kettle");
        await TimeHasComeAsync();

        Assert.That((await _client.SiteLoginAnswerAsync("kettle")).Msg(), Is.EqualTo(WrongCredentials));
        Assert.That(
            (await _client.SitePostAsync(Reopen, null, new { user_name = "kettle", password = AccountCalls.Password })).Msg(),
            Is.EqualTo(WrongCredentials)
        );
        await using var second = ManyAtOnce(TestApp.CreateOn(_app)).Start();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SweepAsync(i % 2 == 0 ? _app : second)));

        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries WHERE action = 'account-erase'"), Is.EqualTo(1));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM users WHERE email = 'kettle@example.com'"), Is.Zero);
        await _client.RegisteredAsync("kettle", "kettle@example.com");
        Assert.That(await IdAsync("kettle"), Is.Not.EqualTo(first));
        var super = await _app.AdminSessionAsync(AdminRole.SuperAdmin);
        Assert.That(
            await _client.OutcomeAsync(HttpMethod.Get, $"{ManageCalls.Users}/{first}", super),
            Is.EqualTo((404, "10012")),
            "the number stays, and no user has it"
        );
    }

    [Test]
    public async Task Phone_WhileClosing_IsToldAndTheSameCodeReopens()
    {
        var user = await _app.AddPhoneUserAsync("kettle");
        await CloseAsync(await _app.SessionAsync(user, surface: Surface.Site));
        await _client.AskCodeAsync();
        var digits = await _sender.NextDigitsAsync();

        Assert.That((await _client.PhoneLoginAsync(digits)).Msg(), Is.EqualTo(Closing));
        var reopened = await _client.SitePostAsync(Reopen, null, new { phone = PhoneCalls.Phone, code = digits });

        Assert.That(reopened.Code(), Is.Zero, reopened.ToString());
        Assert.That(reopened.GetProperty("data").GetProperty("id").GetInt64(), Is.EqualTo(user.Id));
        Assert.That((await _client.PhoneLoginAsync(digits)).Msg(), Is.EqualTo("验证码错误或已过期"));
    }

    [Test]
    public async Task Phone_AfterThePeriod_IsANewUserAtOnceAndReopenMakesNone()
    {
        var user = await _app.AddPhoneUserAsync("kettle");
        await CloseAsync(await _app.SessionAsync(user, surface: Surface.Site));
        await TimeHasComeAsync();
        await _client.AskCodeAsync();
        var digits = await _sender.NextDigitsAsync();

        var answer = await _client.PhoneLoginAsync(digits);

        Assert.That(answer.Code(), Is.Zero, answer.ToString());
        Assert.That(answer.GetProperty("data").GetProperty("id").GetInt64(), Is.Not.EqualTo(user.Id));
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM users WHERE erased_at IS NOT NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task Provider_WhileClosingIsToldAndAfterThePeriodIsNew()
    {
        var login = new { platform = "weapp", code = "demo-lin" };
        var first = await _client.SitePostAsync("/api/login", null, login);
        await CloseAsync(first.GetProperty("data").GetProperty("token").GetString()!);

        Assert.That((await _client.SitePostAsync("/api/login", null, login)).Msg(), Is.EqualTo(Closing));
        var reopened = await _client.SitePostAsync(Reopen, null, login);
        Assert.That(Id(reopened), Is.EqualTo(Id(first)), reopened.ToString());
        await CloseAsync(reopened.GetProperty("data").GetProperty("token").GetString()!);
        await TimeHasComeAsync();

        Assert.That((await _client.SitePostAsync(Reopen, null, login)).Msg(), Is.EqualTo(WrongCredentials));
        Assert.That(Id(await _client.SitePostAsync("/api/login", null, login)), Is.Not.EqualTo(Id(first)));
    }

    [Test]
    public async Task Close_BesideLoginsRenewalsAndLinks_LeavesNoSessionAndNoCode()
    {
        var token = await _client.RegisteredAsync("kettle", "kettle@example.com");
        await using var second = ManyAtOnce(TestApp.CreateOn(_app)).Start();
        using var other = second.Client();
        var work = Enumerable
            .Range(0, 10)
            .SelectMany<int, Task<JsonElement>>(i =>
                [
                    (i % 2 == 0 ? _client : other).SiteLoginAnswerAsync("kettle"),
                    other.SitePostAsync("/api/user/detail", token, new { real_name = "Kettle" }),
                    _client.SitePostAsync(Close, token, new { }),
                ]
            )
            .Append(_client.SitePostAsync("/api/user/logins/link", token, new { platform = "weapp", code = "demo-lin" }))
            .Append(_client.SitePostAsync("/api/verify/email", token, new { email = "new@example.com" }));

        var answers = await Task.WhenAll(work);

        Assert.That(answers.Count(answer => answer.Code() == 0 && answer.ToString().Contains("closes_time")), Is.EqualTo(1));
        var id = await _app.NumberAsync("SELECT id FROM users WHERE user_name = 'kettle'");
        Assert.That(await _app.NumberAsync($"SELECT COUNT(*) FROM sessions WHERE user_id = {id}"), Is.Zero);
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries WHERE action = 'account-close'"), Is.EqualTo(1));
        Assert.That((await _client.SiteLoginAnswerAsync("kettle")).Msg(), Is.EqualTo(Closing));
    }

    [Test]
    public async Task Reopen_FiftyAtOnceOnTwoNodes_ReopensOnceAndLogsAllIn()
    {
        await CloseAsync(await _client.RegisteredAsync("kettle"));
        await using var second = ManyAtOnce(TestApp.CreateOn(_app)).Start();
        using var other = second.Client();
        var body = new { user_name = "kettle", password = AccountCalls.Password };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? _client : other).SitePostAsync(Reopen, null, body))
        );

        Assert.That(answers.Select(answer => answer.Code()), Has.All.Zero);
        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries WHERE action = 'account-reopen'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Close_TwoLastSuperAdminsAtOnce_OneStays()
    {
        await _app.ExecuteSqlAsync("UPDATE users SET role = 0 WHERE role > 0");
        var admins = new[] { await _app.AddUserAsync(AdminRole.SuperAdmin), await _app.AddUserAsync(AdminRole.SuperAdmin) };
        var tokens = new List<string>();
        foreach (var admin in admins)
        {
            tokens.Add(await _app.SessionAsync(admin, surface: Surface.Site));
        }

        var answers = await Task.WhenAll(tokens.Select(token => _client.SitePostAsync(Close, token, new { })));

        Assert.That(answers.Select(answer => answer.Code()), Is.EquivalentTo(new[] { 0, 1002 }));
    }

    [Test]
    public async Task Disable_WhileClosing_HoldsTheReopeningUntilEnabled()
    {
        await CloseAsync(await _client.RegisteredAsync("kettle"));
        var super = await _app.AdminSessionAsync(AdminRole.SuperAdmin);
        var path = $"{ManageCalls.Users}/{await IdAsync("kettle")}";
        var body = new { user_name = "kettle", password = AccountCalls.Password };
        Assert.That((await _client.DataAsync(HttpMethod.Get, path, super)).GetProperty("closes_time").GetInt64(), Is.Positive);

        await _client.OutcomeAsync(HttpMethod.Post, $"{path}/disable", super);
        Assert.That((await _client.SitePostAsync(Reopen, null, body)).Msg(), Is.EqualTo(WrongCredentials));
        Assert.That((await _client.SiteLoginAnswerAsync("kettle")).Msg(), Is.EqualTo(WrongCredentials));
        await _client.OutcomeAsync(HttpMethod.Post, $"{path}/enable", super);

        Assert.That((await _client.SiteLoginAnswerAsync("kettle")).Msg(), Is.EqualTo(Closing), "an administrator reopens nothing");
        Assert.That((await _client.SitePostAsync(Reopen, null, body)).Code(), Is.Zero);
    }

    [Test]
    public async Task Erase_ByAnAdministrator_IsAtOnceAndTheChainStaysWhole()
    {
        var token = await _client.RegisteredAsync("kettle", "kettle@example.com");
        await _client.SiteLoginAnswerAsync("kettle", "another password");
        var id = await IdAsync("kettle");
        var super = await _app.AdminSessionAsync(AdminRole.SuperAdmin);

        Assert.That(await _client.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/{id}/erase", super), Is.EqualTo((200, "10000")));

        Assert.That((await _client.SiteGetAsync("/api/user/detail", token)).Code(), Is.EqualTo(1001));
        Assert.That(await _client.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/{id}/erase", super), Is.EqualTo((404, "10012")));
        Assert.That(
            await _app.NumberAsync(
                $"SELECT COUNT(*) FROM audit_entries WHERE (actor = '{id}' OR (target = '{id}' AND actor = '')) AND address <> ''"
            ),
            Is.Zero
        );
        Assert.That(
            await _app.NumberAsync(
                $"SELECT COUNT(*) FROM audit_entries WHERE target = '{id}' AND action = 'account-erase' AND address <> ''"
            ),
            Is.EqualTo(2),
            "the administrator's own lines"
        );
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        var verdict = await scope.ServiceProvider.GetRequiredService<AuditVerification>().RunAsync(CancellationToken.None);
        Assert.That(verdict.BrokenAt, Is.Null, verdict.Words);
        Assert.That(verdict.Words, Does.Contain("address and user agent were erased"));
    }

    [Test]
    public async Task Erase_TheLastSuperAdmin_IsRefused()
    {
        await _app.ExecuteSqlAsync("UPDATE users SET role = 0 WHERE role > 0");
        var super = await _app.AddUserAsync(AdminRole.SuperAdmin);

        Assert.That(await _client.ManageAsync(await _app.SessionAsync(super), super, "erase"), Is.EqualTo((409, "10013")));
    }

    [Test]
    public async Task Sweep_ALineThatCameAfterTheErasing_LosesItsAddress()
    {
        await CloseAsync(await _client.RegisteredAsync("kettle"));
        var id = await IdAsync("kettle");
        await TimeHasComeAsync();
        await SweepAsync(_app);
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            await scope
                .ServiceProvider.GetRequiredService<AuditLog>()
                .WriteAsync(
                    new AuditEvent(AuditActions.SiteLogin) { Target = id, Refused = AuditReasons.WrongPassword },
                    new("192.0.2.7", "late", "x")
                );
        }

        await SweepAsync(_app);

        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM audit_entries WHERE user_agent = 'late'"), Is.Zero);
    }

    private async Task CloseAsync(string token) => Assert.That((await _client.SitePostAsync(Close, token, new { })).Code(), Is.Zero);

    private async Task<string> TokenAsync(string name) =>
        (await _client.SiteLoginAnswerAsync(name)).GetProperty("data").GetProperty("token").GetString()!;

    private static long Id(JsonElement answer) => answer.GetProperty("data").GetProperty("id").GetInt64();

    private async Task<string> IdAsync(string name) =>
        await _app.TextsAsync("SELECT aegisspeed_id FROM users WHERE user_name = @name", ("@name", name)) is [var id, ..] ? id : "";

    private async Task<IReadOnlyList<string>> ActionsAsync(string name) =>
        await _app.TextsAsync("SELECT action FROM audit_entries WHERE target = @id", ("@id", await IdAsync(name)));

    private Task<int> TimeHasComeAsync() => _app.ExecuteSqlAsync("UPDATE users SET closes_at = 1 WHERE closes_at IS NOT NULL");

    private async Task LoggedInLongAgoAsync()
    {
        await _app.ExecuteSqlAsync("UPDATE sessions SET created_at = created_at - 601000");
        // What the cache still knows is good for a second.
        _app.Time.Advance(TimeSpan.FromSeconds(11));
    }

    private static async Task SweepAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountErasure>().RunAsync(CancellationToken.None);
    }

    // More right attempts at once than failures are free would wait for each other, on another node by the clock, which stands
    // still here. A login that a closing overtakes counts as a failure, and three of them would ask for a captcha.
    private static TestApp ManyAtOnce(TestApp app) => app.With("Throttle:FreeFailures", "100").With("Captcha:Mode", "Off");
}
