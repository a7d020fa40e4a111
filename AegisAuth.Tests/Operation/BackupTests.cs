using System.Globalization;
using System.Runtime.Versioning;
using AegisAuth.Application.Operation;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Operation;

/// <summary>A copy of the database, made while the service runs and writes, and brought back.</summary>
[TestFixture]
internal sealed class BackupTests
{
    private const int PageSize = 4096;

    private string _folder = null!;
    private string _copy = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;
        _copy = Path.Combine(_folder, "copy.db");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Category("Processes")]
    public async Task Backup_OfARunningService_IsRestoredAndLogsIn()
    {
        string token;
        await using (var service = await ServiceProcess.StartAsync(_folder, "Development"))
        {
            token = await service.Client.SteppedUpTokenAsync(Some.SuperAdmin);
            using var stop = new CancellationTokenSource();
            var writes = WriteAsync(service.Client, stop.Token);
            Assert.That(await ServiceProcess.RunAsync(_folder, "Development", $"--backup={_copy}"), Is.Zero);
            await stop.CancelAsync();
            Assert.That(await writes, Is.GreaterThan(0));
            await service.Client.AdminTokenAsync(Some.Admin);
            await service.KillAsync();
        }

        foreach (var file in Directory.EnumerateFiles(_folder, "aegisauth.db*"))
        {
            File.Delete(file);
        }

        File.Move(_copy, ServiceProcess.DatabaseOf(_folder));
        await using var restored = await ServiceProcess.StartAsync(_folder, "Development");
        Assert.That(await restored.Client.InfoCodeAsync(token), Is.EqualTo("10000"));
        await restored.Client.AdminTokenAsync(Some.Admin);
        Assert.That(await ServiceProcess.RunAsync(_folder, "Development", "--verify-audit"), Is.Zero);
    }

    [Test]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public async Task Write_WholeDatabase_IsOneFileForItsOwner()
    {
        await using var app = TestApp.Started();

        var report = await app.Services.GetRequiredService<IDatabaseBackup>().WriteAsync(_copy, CancellationToken.None);

        Assert.That((report.IsWhole, report.File, report.ReadsAlone), Is.EqualTo((true, _copy, true)));
        Assert.That(Directory.EnumerateFiles(_folder), Is.EqualTo(new[] { _copy }));
        Assert.That(File.GetUnixFileMode(_copy), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Write_ForgedAuditLog_LeavesTheEarlierCopyAlone()
    {
        await using var app = TestApp.CreateEmpty().With("Encryption:Key", Convert.ToBase64String(new byte[32])).Start();
        using var client = app.Client();
        await client.AdminTokenAsync(Some.SuperAdmin);
        var backup = app.Services.GetRequiredService<IDatabaseBackup>();
        Assert.That((await backup.WriteAsync(_copy, CancellationToken.None)).ReadsAlone, Is.False);
        var earlier = await File.ReadAllBytesAsync(_copy);
        // The timer seals what was written.
        app.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(() => app.Rows("SELECT sequence FROM audit_entries WHERE sequence > 0"), Is.Not.Empty.After(5000, 20));
        app.Execute(
            "UPDATE audit_entries SET reason = 'forged' WHERE sequence = (SELECT MIN(sequence) FROM audit_entries WHERE sequence > 0)"
        );

        var report = await backup.WriteAsync(_copy, CancellationToken.None);

        Assert.That((report.IsWhole, report.File), Is.EqualTo((false, _copy + ".partial")));
        Assert.That(await File.ReadAllBytesAsync(_copy), Is.EqualTo(earlier));
    }

    [Test]
    public async Task Write_DamagedFile_IsToldByTheEngine()
    {
        await using var app = TestApp.Started();
        // The first page of an index becomes zeros, as a disk may leave it.
        app.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var page = long.Parse(app.Rows("SELECT MAX(rootpage) FROM sqlite_schema WHERE type = 'index'")[0], CultureInfo.InvariantCulture);
        await using (
            var file = new FileStream(Path.Combine(app.Folder, "aegisauth.db"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)
        )
        {
            file.Position = (page - 1) * PageSize;
            await file.WriteAsync(new byte[PageSize]);
        }

        var report = await app.Services.GetRequiredService<IDatabaseBackup>().WriteAsync(_copy, CancellationToken.None);

        Assert.That((report.IsWhole, report.Fault is null), Is.EqualTo((false, false)));
        Assert.That(File.Exists(_copy), Is.False);
    }

    [TestCase("aegisauth.db")]
    [TestCase("aegisauth.db-wal")]
    [TestCase("link.db")]
    [Platform("Linux")]
    public async Task Write_OntoTheDatabaseItself_IsRefusedAndChangesNothing(string name)
    {
        await using var app = TestApp.Started();
        File.CreateSymbolicLink(Path.Combine(app.Folder, "link.db"), Path.Combine(app.Folder, "aegisauth.db"));

        Assert.That(
            () => app.Services.GetRequiredService<IDatabaseBackup>().WriteAsync(Path.Combine(app.Folder, name), CancellationToken.None),
            Throws.TypeOf<IOException>().With.Message.Contains("is the database itself")
        );

        Assert.That(app.Services.GetRequiredService<Infrastructure.Data.DatabaseFile>().IsStillThere(), Is.True);
        Assert.That(Directory.EnumerateFiles(app.Folder, "*.partial"), Is.Empty);
    }

    [Test]
    public async Task Write_NameThatEndsAValue_IsANameAllTheSame()
    {
        await using var app = TestApp.Started();
        var odd = Path.Combine(_folder, "a;Mode=Memory.db");

        var report = await app.Services.GetRequiredService<IDatabaseBackup>().WriteAsync(odd, CancellationToken.None);

        Assert.That((report.IsWhole, report.Audit is null), Is.EqualTo((true, false)));
        Assert.That(Directory.EnumerateFiles(_folder), Is.EqualTo(new[] { odd }));
    }

    [TestCase("PostgreSql", "pg_dump")]
    [TestCase("SqlServer", "BACKUP DATABASE")]
    public async Task Instead_Server_NamesItsTool(string provider, string tool)
    {
        await using var services = StartCheck.Services(
            "Development",
            ("Database:Provider", provider),
            ("ConnectionStrings:AegisAuth", "Server=localhost")
        );

        Assert.That(services.GetRequiredService<IDatabaseBackup>().Instead, Does.Contain(tool));
    }

    private static async Task<int> WriteAsync(HttpClient client, CancellationToken stop)
    {
        var done = 0;
        while (!stop.IsCancellationRequested)
        {
            using var login = await client.TryAdminLoginAsync(Some.Admin, Some.Password);
            done++;
        }

        return done;
    }
}
