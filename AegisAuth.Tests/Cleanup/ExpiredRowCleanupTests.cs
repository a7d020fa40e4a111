using AegisAuth.Application.Cleanup;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace AegisAuth.Tests.Cleanup;

/// <summary>What the sweep takes, and what it must leave.</summary>
[TestFixture]
internal sealed class ExpiredRowCleanupTests
{
    private TestApp _app = null!;

    private long Now => _app.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [SetUp]
    public void Start() => _app = TestApp.Started();

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase(
        "login_states",
        "state_hash, platform, browser_hash, protected_verifier, nonce, expires_at",
        "@key, 'google', x'00', '', '', @end"
    )]
    [TestCase("captchas", "id_hash, answer, expires_at", "@key, '', @end")]
    [TestCase("passkey_challenges", "challenge_hash, purpose, bound_hash, user_handle, expires_at", "@key, '', x'00', x'00', @end")]
    [TestCase("one_time_codes", "code_hash, user_id, purpose, contact, expires_at", "@key, 1, '', '', @end")]
    [TestCase("idempotent_answers", "key_hash, request_hash, protected_answer, expires_at", "@key, x'00', '', @end")]
    public async Task Sweep_ExpiredRows_GoAndTheOthersStay(string table, string columns, string values)
    {
        foreach (var (key, end) in new[] { (1, Now - 1), (2, Now), (3, Now + 1) })
        {
            await _app.ExecuteSqlAsync($"INSERT INTO {table} ({columns}) VALUES ({values})", ("@key", new[] { (byte)key }), ("@end", end));
        }

        await CleanUpAsync();

        Assert.That(await _app.TextsAsync($"SELECT expires_at FROM {table}"), Is.EqualTo(new[] { $"{Now + 1}" }));
    }

    [Test]
    public async Task Sweep_ManySessions_GoInBatchesUntilNoneIsLeft()
    {
        var user = await _app.UserAsync(Some.User);
        await _app.SessionAsync(user);
        await _app.ExecuteSqlAsync(
            """
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1234)
            INSERT INTO sessions (token_hash, id, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent)
            SELECT randomblob(32), 'old-' || n, @user, 1, 0, 1, 0, '', '' FROM numbers
            """,
            ("@user", user.Id)
        );

        await CleanUpAsync();

        Assert.That(await _app.NumberAsync("SELECT COUNT(*) FROM sessions"), Is.EqualTo(1));
    }

    [Test]
    public async Task Sweep_FreedPages_AreReturnedToTheFileSystem()
    {
        await _app.ExecuteSqlAsync(
            """
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
            INSERT INTO login_states (state_hash, platform, browser_hash, protected_verifier, nonce, expires_at)
            SELECT randomblob(32), 'wechat', randomblob(32), hex(randomblob(64)), hex(randomblob(32)), 1 FROM numbers
            """
        );
        await _app.NumberAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var grown = File().Length;

        await CleanUpAsync();

        await _app.NumberAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.That(await _app.NumberAsync("PRAGMA auto_vacuum"), Is.EqualTo(2));
        Assert.That(await _app.NumberAsync("PRAGMA freelist_count"), Is.Zero);
        Assert.That(File().Length, Is.LessThan(grown / 2));

        FileInfo File() => new(Path.Combine(_app.Folder, "aegisauth.db"));
    }

    [Test]
    public async Task Start_FileOfAnEarlierVersion_IsRewrittenOnce()
    {
        await _app.ExecuteSqlAsync("PRAGMA auto_vacuum = NONE; VACUUM");
        Assert.That(await _app.NumberAsync("PRAGMA auto_vacuum"), Is.Zero);

        await using var next = TestApp.CreateOn(_app).Start();

        Assert.That(await _app.NumberAsync("PRAGMA auto_vacuum"), Is.EqualTo(2));
    }

    [Test]
    public async Task Sweep_Attempts_KeepsWhatStillCounts()
    {
        var day = (long)TimeSpan.FromHours(24).TotalMilliseconds;
        var month = 30 * day;
        await CountAsync("pair:A|1", failures: 3, touched: Now - day);
        await CountAsync("address:1", failures: 3, touched: Now - day);
        await CountAsync("account:idle", failures: 0, touched: Now - day);
        await CountAsync("account:old", failures: 9, touched: Now - month);
        await CountAsync("pair:fresh|1", failures: 3, touched: Now - day + 1);
        await CountAsync("pair:paused|1", failures: 9, touched: Now - day, pausedUntil: Now - day + 1);
        await CountAsync("address:pending", failures: 1, touched: Now - day, pendingUntil: Now);
        await CountAsync("account:failed", failures: 9, touched: Now - day);
        await CountAsync("account:lost", failures: 0, touched: Now - day, pending: 1);
        await CountAsync("account:month", failures: 1, touched: Now - month + 1);

        await CleanUpAsync();

        Assert.That(
            await _app.TextsAsync("SELECT attempt_key FROM login_attempts"),
            Is.EquivalentTo(new[] { "pair:fresh|1", "pair:paused|1", "address:pending", "account:failed", "account:lost", "account:month" })
        );
    }

    [Test]
    public async Task Sweep_OneKindFails_LogsItAndSweepsTheOthers()
    {
        var swept = new List<ExpiredKind>();
        var rows = new Mock<IExpiredRowRepository>();
        rows.Setup(r => r.DeleteAsync(It.IsAny<ExpiredKind>(), It.IsAny<DateTimeOffset>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .Callback((ExpiredKind kind, DateTimeOffset _, int _, CancellationToken _) => swept.Add(kind))
            .Returns(
                (ExpiredKind kind, DateTimeOffset _, int _, CancellationToken _) =>
                    kind == ExpiredKind.Sessions ? throw new InvalidOperationException("away") : Task.FromResult(0)
            );
        await using var app = TestApp.Create().WithServices(services => services.AddScoped(_ => rows.Object)).Start();

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ExpiredRowCleanup>().RunAsync(CancellationToken.None);

        Assert.That(swept, Is.EqualTo(Enum.GetValues<ExpiredKind>()));
        Assert.That(app.Log.Text(), Does.Contain("The sweep of {Kind} failed"));
    }

    private async Task CleanUpAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ExpiredRowCleanup>().RunAsync(CancellationToken.None);
    }

    private Task<int> CountAsync(string key, int failures, long touched, int pending = 0, long pendingUntil = 0, long pausedUntil = 0) =>
        _app.ExecuteSqlAsync(
            """
            INSERT INTO login_attempts (
                attempt_key, failures, pending, pending_until, window_started_at, paused_until, touched_at, version)
            VALUES (@key, @failures, @pending, @pendingUntil, 0, @pausedUntil, @touched, 1)
            """,
            ("@key", key),
            ("@failures", failures),
            ("@pending", pending),
            ("@pendingUntil", pendingUntil),
            ("@pausedUntil", pausedUntil),
            ("@touched", touched)
        );
}
