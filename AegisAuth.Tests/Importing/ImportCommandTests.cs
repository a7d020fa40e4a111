using AegisAuth.Api.Hosting;
using AegisAuth.Tests.PasswordHashing;
using AegisAuth.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Tests.Importing;

/// <summary>The two commands as an operator runs them: processes of their own, with files.</summary>
[TestFixture]
[Category("Processes")]
internal sealed class ImportCommandTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private string Rejected => Path.Combine(_folder, "users.jsonl.rejected");

    [Test]
    public async Task Import_SomeLinesRefused_EndsWithTwoAndTellsThemWithoutAnyHash()
    {
        var (hash, weak) = (ForeignVectors.All.First(v => !v.IsWeak).Hash, ForeignVectors.All.First(v => v.IsWeak).Hash);
        await WriteAsync(
            $$"""{"user_name":"good.one","password_hash":"{{hash}}"}""",
            $$"""{"user_name":"!","password_hash":"{{hash}}"}""",
            $$"""{"user_name":"two","password_hash":'{{weak}}'}""",
            """{"user_name":"three","password_hash":"5f4dcc3b5aa765d61d8327deb882cf99"}""",
            $$"""{"user_name":"four","p\u0061ssword_h\u0061sh":["{{hash}}"],"pwd":"plain words"}""",
            $$"""{'user_name':'five','password_hash':'AQAAAAIAAYagAAAAEO9M98TcPAlceWX5oqujOZWgnP6uLgCpkdF3ngfOwPRTC9nf8OUGpjLnBOjlyRLY4A=='}""",
            "six,5f4dcc3b5aa765d61d8327deb882cf99"
        );
        await File.WriteAllTextAsync(Rejected, "left by an earlier run");

        var (code, output, errors) = await ServiceProcess.RunCommandAsync(_folder, "Development", "--import", "users.jsonl");

        Assert.That((code, errors.Trim()), Is.EqualTo((2, "")));
        Assert.That(output, Does.Contain("Imported 1, skipped 0 that are there already, refused 6, of 7 lines"));
        var lines = await File.ReadAllLinesAsync(Rejected);
        Assert.That(lines, Has.Length.EqualTo(6));
        Assert.That(lines[0], Does.StartWith("{\"line\":2,\"reason\":\"user_name: ").And.Contain("user_name").And.Contain("(left out)"));
        Assert.That(
            output + string.Concat(lines),
            Does.Not.Contain(hash[10..])
                .And.Not.Contain(weak[10..])
                .And.Not.Contain("5f4dcc3b5aa765d6")
                .And.Not.Contain("AQAAAAIAAYag")
                .And.Not.Contain("plain words")
        );
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Rejected), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task Import_EmptyProductionDatabase_MakesNoFirstAdministratorAndTakesTheOneOfTheFile()
    {
        await WriteAsync("""{"id":1,"aegisspeed_id":"ASD000001","user_name":"admin","role":"超级管理员"}""");

        var import = await ServiceProcess.RunCommandAsync(_folder, "Production", "--import", "users.jsonl", "--with-roles");
        Assert.That(import.Code, Is.Zero, import.Output + import.Errors);
        Assert.That(File.Exists(Rejected), Is.False);
        await using var service = await ServiceProcess.StartAsync(_folder, "Production");
        var export = await ServiceProcess.RunCommandAsync(_folder, "Production", "--export", "out.jsonl");

        Assert.That(string.Concat(service.Output), Does.Not.Contain("one-time password"));
        Assert.That(export, Is.EqualTo((0, "Exported 1 users to out.jsonl.", "")));
        var file = Path.Combine(_folder, "out.jsonl");
        Assert.That(
            await File.ReadAllTextAsync(file),
            Does.StartWith("""{"id":1,"aegisspeed_id":"ASD000001","user_name":"admin",""").And.EndsWith("}\n")
        );
        Assert.That(File.Exists(file + ".partial"), Is.False);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task DryRun_DatabaseOfAnOlderVersion_IsLeftAsItIs()
    {
        await WriteAsync("""{"user_name":"kettle"}""");
        var first = await ServiceProcess.RunCommandAsync(_folder, "Development", "--import", "users.jsonl", "--dry-run");
        Assert.That(first.Code, Is.Zero, "where there is no database, an empty one is made: " + first.Errors);
        await using (var connection = new SqliteConnection($"Data Source={ServiceProcess.DatabaseOf(_folder)};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM SchemaVersions WHERE ScriptName LIKE '%.016_%'; DELETE FROM data_protection_keys;";
            await command.ExecuteNonQueryAsync();
        }

        var applied = Number("SELECT COUNT(*) FROM SchemaVersions");
        var (code, _, errors) = await ServiceProcess.RunCommandAsync(_folder, "Development", "--import", "users.jsonl", "--dry-run");

        Assert.That((code, errors), Is.EqualTo((1, errors)));
        Assert.That(errors, Does.Contain("a database that is not migrated"));
        Assert.That(Number("SELECT COUNT(*) FROM SchemaVersions"), Is.EqualTo(applied));
        Assert.That(Number("SELECT COUNT(*) FROM data_protection_keys"), Is.Zero);
    }

    [TestCase("--verify-audit")]
    [TestCase("--export=out.jsonl")]
    public async Task Command_NoDatabaseYet_SaysSoAndMakesNone(string argument)
    {
        var (code, _, errors) = await ServiceProcess.RunCommandAsync(_folder, "Production", argument);

        Assert.That((code, errors), Is.EqualTo((1, errors)));
        Assert.That(errors, Does.Contain("a database that is not migrated: start the service once, or with --migrate-only."));
        Assert.That(File.Exists(ServiceProcess.DatabaseOf(_folder)), Is.False);
    }

    [TestCase("--import")]
    [TestCase("--import", "none.jsonl")]
    [TestCase("--export")]
    [TestCase("--export", "no-folder/out.jsonl")]
    [TestCase("--export", "/dev/null")]
    [TestCase("--backup", "/dev/null")]
    public async Task Command_FileThatIsNot_IsOneSentenceAndOne(params string[] arguments)
    {
        await ServiceProcess.RunAsync(_folder, "Development", "--migrate-only");

        var (code, _, errors) = await ServiceProcess.RunCommandAsync(_folder, "Development", arguments);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.Contain(arguments[^1]));
    }

    [Test]
    public async Task Import_KilledInTheMiddle_LosesAndDoublesNothing()
    {
        const int count = 20_000;
        await WriteAsync([
            .. Enumerable
                .Range(0, count)
                .Select(i => $$"""{"user_name":"brought-{{i}}","email":"b{{i}}@example.com","email_verified":true}"""),
        ]);
        await ServiceProcess.RunAsync(_folder, "Development", "--migrate-only");
        for (var kill = 1; kill <= 3; kill++)
        {
            var sofar = Number("SELECT COUNT(*) FROM users");
            await using var killed = ServiceProcess.BeginCommand(_folder, "Development", "--import", "users.jsonl");
            Assert.That(() => Number("SELECT COUNT(*) FROM users"), Is.GreaterThan(sofar).After(30_000, 5));
            await killed.KillAsync();
        }

        Assert.That(Number("SELECT COUNT(*) FROM users"), Is.LessThan(count + 4), "it was killed too late");
        var last = await ServiceProcess.RunCommandAsync(_folder, "Development", "--import", "users.jsonl");

        Assert.That(last.Code, Is.Zero, last.Output);
        Assert.That(Number("SELECT COUNT(*) FROM users"), Is.EqualTo(count + 4));
        Assert.That(Number("SELECT COUNT(*) FROM verified_contacts"), Is.EqualTo(count));
        Assert.That(
            Number("SELECT SUM(CAST(SUBSTR(reason, 8) AS INTEGER)) FROM audit_entries WHERE action = 'user-import'"),
            Is.EqualTo(count)
        );
        Assert.That(await ServiceProcess.RunAsync(_folder, "Development", "--verify-audit"), Is.Zero);
    }

    [Test]
    public async Task Import_AskedToStop_EndsBetweenTwoTransactionsAndSaysSo()
    {
        await WriteAsync([.. Enumerable.Range(0, 20_000).Select(i => $$"""{"user_name":"brought-{{i}}"}""")]);
        await ServiceProcess.RunAsync(_folder, "Development", "--migrate-only");
        await using var import = ServiceProcess.BeginCommand(_folder, "Development", "--import", "users.jsonl");
        Assert.That(() => Number("SELECT COUNT(*) FROM users"), Is.GreaterThan(4).After(30_000, 5));

        await import.AskToStopAsync();

        Assert.That(await import.ExitAsync(), Is.EqualTo(130), import.Errors);
        Assert.That(import.Output, Has.Some.EqualTo("Interrupted. Started again with the same file, it goes on from there."));
        Assert.That((Number("SELECT COUNT(*) FROM users") - 4) % 500, Is.Zero);
        Assert.That(await ServiceProcess.RunAsync(_folder, "Development", "--verify-audit"), Is.Zero);
    }

    [Test]
    public void WriteWhole_WritingFails_LeavesNothingBeside()
    {
        Task<long> WriteAsync() =>
            CommandFile.WriteWholeAsync<long>(
                Path.Combine(_folder, "out.jsonl"),
                async output =>
                {
                    await output.WriteAsync("a line of a user"u8.ToArray());
                    await output.FlushAsync();
                    throw new OperationCanceledException();
                }
            );

        Assert.That(WriteAsync, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    private Task WriteAsync(params string[] lines) => File.WriteAllLinesAsync(Path.Combine(_folder, "users.jsonl"), lines);

    private long Number(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={ServiceProcess.DatabaseOf(_folder)};Pooling=False;Default Timeout=30");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
