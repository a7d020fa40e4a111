using System.Globalization;
using System.Net;
using AegisAuth.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Tests.Hosting;

/// <summary>What only real processes can show: two at once, and one that is killed.</summary>
[TestFixture]
[Category("Processes")]
internal sealed class ProcessTests
{
    // A hash takes long enough to be caught in the middle of it.
    private static readonly (string, string)[] SlowHashes = [("PasswordHash:Iterations", "100"), ("PasswordHash:MemoryKiB", "19456")];

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Start_TwoTogetherOnAnEmptyDatabase_BothComeUpAndShareSessions()
    {
        await using var first = ServiceProcess.Begin(_folder, "Development");
        await using var second = ServiceProcess.Begin(_folder, "Development");
        await Task.WhenAll(first.ListeningAsync(), second.ListeningAsync());

        var token = await first.Client.SteppedUpTokenAsync(Some.SuperAdmin);

        Assert.That(await second.Client.InfoCodeAsync(token), Is.EqualTo("10000"));
        Assert.That(await second.Client.OutcomeAsync(HttpMethod.Post, "/user/logout", token), Is.EqualTo((200, "10000")));
        Assert.That(() => first.Client.InfoCodeAsync(token), Is.EqualTo("10001").After(5000, 20));
        Assert.That(Number("SELECT COUNT(*) FROM users"), Is.EqualTo(4));
        Assert.That(await second.Client.GetStringAsync("/health/ready"), Is.EqualTo("""{"status":"ready"}"""));
    }

    [Test]
    public async Task Kill_DuringAPause_ThePauseHoldsAndNothingIsBroken()
    {
        await using (var killed = await ServiceProcess.StartAsync(_folder, "Development"))
        {
            await FailAsync(killed.Client, 5);
            await killed.KillAsync();
        }

        await using var service = await ServiceProcess.StartAsync(_folder, "Development");
        using var paused = await service.Client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.That(paused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(paused.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromSeconds(30)));
        await service.Client.AdminTokenAsync(Some.Admin);
        await IsIntactAsync();
    }

    [Test]
    public async Task Kill_DuringWrongGuesses_TheyCountAsFailures()
    {
        await using (var killed = await ServiceProcess.StartAsync(_folder, "Development", SlowHashes))
        {
            var guesses = Enumerable.Range(0, 5).Select(_ => killed.Client.TryAdminLoginAsync(Some.SuperAdmin, Some.WrongPassword));
            var unanswered = guesses.ToArray();
            Assert.That(() => Number("SELECT MAX(pending) FROM login_attempts"), Is.EqualTo(5).After(20_000, 10));
            await killed.KillAsync();
            Assert.That(async () => await Task.WhenAll(unanswered), Throws.InstanceOf<HttpRequestException>());
        }

        // A minute later, by a clock that can be turned: that long a check may take.
        await using var app = TestApp.CreateOn(_folder).Start();
        app.Time.SetUtcNow(
            DateTimeOffset.FromUnixTimeMilliseconds(Number("SELECT MAX(pending_until) FROM login_attempts WHERE attempt_key LIKE 'pair:%'"))
        );
        using var client = app.Client();
        using var paused = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.That(paused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(paused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        app.Time.Advance(TimeSpan.FromSeconds(30));
        await client.AdminTokenAsync(Some.SuperAdmin);
        await IsIntactAsync();
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no SIGTERM.")]
    public async Task Terminate_DuringALogin_AnswersItAndEndsWell()
    {
        await using var service = await ServiceProcess.StartAsync(_folder, "Development", SlowHashes);
        var login = service.Client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
        Assert.That(() => Number("SELECT MAX(pending) FROM login_attempts"), Is.EqualTo(1).After(20_000, 10));

        await service.AskToStopAsync();

        using var response = await login;
        Assert.That(await response.AdminCodeAsync(), Is.EqualTo("10000"));
        Assert.That(await service.ExitAsync(), Is.Zero);
        Assert.That(Number("SELECT COUNT(*) FROM sessions"), Is.EqualTo(1));
    }

    [Test]
    public async Task ClosedEndpoints_SettingsFileChanges_ClosesAndOpensWhileRunning()
    {
        var settings = Path.Combine(_folder, "appsettings.json");
        await File.WriteAllTextAsync(settings, "{}");
        await using var service = await ServiceProcess.StartAsync(_folder, "Development");
        await service.Client.AdminTokenAsync(Some.SuperAdmin);

        await File.WriteAllTextAsync(settings, $$"""{"ClosedEndpoints":["{{AdminCalls.LoginPath}}"]}""");
        Assert.That(() => LoginCodeAsync(service), Is.EqualTo("10003").After(20_000, 50));

        await File.WriteAllTextAsync(settings, "{}");
        Assert.That(() => LoginCodeAsync(service), Is.EqualTo("10000").After(20_000, 50));
    }

    private static async Task<string?> LoginCodeAsync(ServiceProcess service)
    {
        using var response = await service.Client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
        return await response.AdminCodeAsync();
    }

    private static async Task FailAsync(HttpClient client, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.WrongPassword);
            Assert.That(await response.AdminCodeAsync(), Is.EqualTo("10001"));
        }
    }

    private async Task IsIntactAsync()
    {
        Assert.That(Scalar("PRAGMA integrity_check"), Is.EqualTo("ok"));
        Assert.That(Scalar("PRAGMA foreign_key_check"), Is.Null);
        Assert.That(await ServiceProcess.RunAsync(_folder, "Development", "--verify-audit"), Is.Zero);
    }

    private long Number(string sql) => Convert.ToInt64(Scalar(sql) is { } value and not DBNull ? value : 0, CultureInfo.InvariantCulture);

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={ServiceProcess.DatabaseOf(_folder)};Pooling=False;Default Timeout=30");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
