using System.Runtime.Versioning;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Data;

/// <summary>Where the SQLite file lies when nothing names it, who may read it, and what becomes of an older one.</summary>
[TestFixture]
internal sealed class DatabasePlaceTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("/data", "/state", "/data/aegisauth.db")]
    [TestCase(null, "/state:/other", "/state/aegisauth.db")]
    [Platform("Linux")]
    public void Fill_FolderIsNamed_TakesIt(string? data, string? state, string file) =>
        Assert.That(FileOf(Fill(("AEGISAUTH_DATA", data), ("STATE_DIRECTORY", state))), Is.EqualTo(file));

    [Test]
    public void Fill_ConnectionString_CountsBeforeAllFolders() =>
        Assert.That(
            FileOf(Fill(("AEGISAUTH_DATA", "/data"), ("ConnectionStrings:AegisAuth", "Data Source=own.db"))),
            Is.EqualTo(Path.Combine(_folder, "own.db"))
        );

    [Test]
    public void Fill_FolderOfTheProject_KeepsAppData()
    {
        File.WriteAllText(Path.Combine(_folder, "AegisAuth.Api.csproj"), "");

        Assert.That(FileOf(Fill()), Is.EqualTo(Path.Combine(_folder, "App_Data", "aegisauth.db")));
    }

    [Test]
    public void RefuseOld_DatabaseBesideTheProgram_IsNamedWithTheNewPlace()
    {
        var old = Path.Combine(_folder, "App_Data", "aegisauth.db");
        Directory.CreateDirectory(Path.GetDirectoryName(old)!);
        File.WriteAllText(old, "");
        var place = Path.Combine(_folder, "new");

        Assert.That(
            () => DatabasePlace.RefuseOld(Fill(("AEGISAUTH_DATA", place))),
            Throws.TypeOf<MigrationException>().With.Message.Contains(old).And.Message.Contains(place)
        );

        // Also to a command that makes no file, which would say of the empty place that no database answers.
        var options = Options.Create(Fill(("AEGISAUTH_DATA", place)));
        using var database = new SqliteDatabase(
            options,
            new Infrastructure.Data.DatabaseFile(options),
            TimeProvider.System,
            NullLogger<SqliteDatabase>.Instance
        );
        Assert.That(database.Upgrade, Throws.TypeOf<MigrationException>().With.Message.Contains(old));

        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "aegisauth.db"), "");
        Assert.That(() => DatabasePlace.RefuseOld(Fill(("AEGISAUTH_DATA", place))), Throws.Nothing);
    }

    [Test]
    [Category("Processes")]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_PublishedProgram_LiesInTheUsersFolderForItsOwnerAlone()
    {
        await using var service = await ServiceProcess.StartAsync(
            _folder,
            "Development",
            ("ConnectionStrings:AegisAuth", ""),
            ("XDG_DATA_HOME", _folder)
        );
        await service.Client.AdminTokenAsync(Some.SuperAdmin);

        var place = Path.Combine(_folder, "AegisAuth");
        var modes = Directory.EnumerateFiles(place).ToDictionary(file => Path.GetFileName(file), File.GetUnixFileMode);
        Assert.That(modes.Keys, Is.SupersetOf(new[] { "aegisauth.db", "aegisauth.db-wal" }));
        Assert.That(modes.Values, Has.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(place), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    [Category("Processes")]
    public async Task Start_SecretsInFiles_CountBeforeTheEnvironment()
    {
        var secrets = Directory.CreateDirectory(Path.Combine(_folder, "secrets")).FullName;
        var key = Path.Combine(secrets, "Encryption__Key");
        await File.WriteAllTextAsync(key, "no key");

        await using var wrong = ServiceProcess.Begin(_folder, "Development", ("AEGISAUTH_SECRETS", secrets), ("Encryption:Key", ""));
        Assert.That(await wrong.ExitAsync(), Is.EqualTo(1));
        Assert.That(wrong.Errors, Does.Contain("Encryption:Key must be 32 bytes in base64."));

        await using var missing = ServiceProcess.Begin(_folder, "Development", ("CREDENTIALS_DIRECTORY", secrets + "-none"));
        Assert.That(await missing.ExitAsync(), Is.EqualTo(1));
        Assert.That(missing.Errors, Does.Contain("CREDENTIALS_DIRECTORY names a folder that is not there."));
    }

    private static string FileOf(DatabaseOptions options) => new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;

    private DatabaseOptions Fill(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build();
        var options = new DatabaseOptions();
        DatabasePlace.Fill(options, configuration, _folder);
        return options;
    }
}
