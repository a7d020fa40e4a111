using System.Diagnostics;
using System.Net;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Hosting;

/// <summary>What a load balancer hears when no login could work, and how long a request waits behind a foreign lock.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class ReadinessTests
{
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
    public async Task Ready_Fresh_WritesNothing()
    {
        Assert.That(await AnswerAsync(), Is.EqualTo((200, """{"status":"ready"}""")));
        Assert.That(_app.Rows("SELECT name FROM data_protection_keys WHERE name LIKE 'probe%'"), Is.Empty);
    }

    [Test]
    public async Task Ready_KeysGone_IsNot()
    {
        _app.Execute("DELETE FROM data_protection_keys");

        Assert.That(await AnswerAsync(), Is.EqualTo((503, """{"status":"key ring unusable"}""")));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Platform("Linux", Reason = "Only there a file can be told from another at the same path.")]
    public async Task Ready_FileDeletedOrReplaced_IsNot(bool replaced)
    {
        var path = Path.Combine(_app.Folder, "aegisauth.db");
        var copy = path + ".copy";
        File.Copy(path, copy);
        File.Delete(path);
        if (replaced)
        {
            File.Move(copy, path);
        }

        Assert.That(await AnswerAsync(), Is.EqualTo((503, """{"status":"database file replaced"}""")));
    }

    [Test]
    public async Task ForeignWriteLock_ReadyAnswersSoonAndWritesAnswerBusy()
    {
        await using var foreign = new SqliteConnection($"Data Source={Path.Combine(_app.Folder, "aegisauth.db")};Pooling=False");
        await foreign.OpenAsync();
        await using var held = await foreign.BeginTransactionAsync();

        var watch = Stopwatch.StartNew();
        Assert.That(await AnswerAsync(), Is.EqualTo((503, """{"status":"database busy"}""")));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));

        watch.Restart();
        var admin = _client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);
        var site = _client.TrySiteLoginAsync("user", Some.Password);
        using var adminAnswer = await admin;
        using var siteAnswer = await site;
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
        Assert.That((adminAnswer.StatusCode, await adminAnswer.AdminCodeAsync()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "10004")));
        Assert.That(siteAnswer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await siteAnswer.Content.ReadAsStringAsync(), Does.Contain("服务器繁忙"));
        Assert.That(new[] { adminAnswer.Headers.RetryAfter, siteAnswer.Headers.RetryAfter }, Has.None.Null);

        await held.RollbackAsync();
        await _client.AdminTokenAsync(Some.SuperAdmin);
        Assert.That(await AnswerAsync(), Is.EqualTo((200, """{"status":"ready"}""")));
    }

    [TestCase(13, false, true, TestName = "Faults_DiskFull_IsNotWritable")]
    [TestCase(8, false, true, TestName = "Faults_ReadOnly_IsNotWritable")]
    [TestCase(5, true, false, TestName = "Faults_Locked_IsBusy")]
    [TestCase(19, false, false, TestName = "Faults_Constraint_IsNeither")]
    public void Faults_OfSqlite_AreToldApart(int code, bool busy, bool notWritable)
    {
        var database = _app.Services.GetRequiredService<Database>();
        var fault = new SqliteException("x", code);

        Assert.That((database.IsBusy(fault), database.IsNotWritable(fault)), Is.EqualTo((busy, notWritable)));
    }

    private async Task<(int, string)> AnswerAsync()
    {
        using var response = await _client.GetAsync("/health/ready");
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
