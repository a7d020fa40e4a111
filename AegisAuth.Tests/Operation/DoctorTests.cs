using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AegisAuth.Application.Operation;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.Operation;
using AegisAuth.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Operation;

/// <summary>What <c>--doctor</c> says of one setting at a time, and how it ends.</summary>
[TestFixture]
internal sealed class DoctorTests
{
    private const string Hash = "0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    // Everything that a fit instance sets.
    private static readonly (string, string)[] Fit =
    [
        ("Encryption:Key", Key),
        ("Site:PublicUrl", "https://login.example.com"),
        ("ForwardedHeaders:KnownProxies:0", "10.0.0.1"),
        ("Token:AdminIdle", "01:00:00"),
        ("StepUp:RequireAuthenticator:0", "超级管理员"),
        ("StepUp:RequireAuthenticator:1", "管理员"),
        ("StepUp:RequireAuthenticator:2", "组织管理员"),
        ("Bootstrap:AdminPassword", "a long enough password"),
        ("Smtp:From", "login@example.com"),
        ("Smtp:Host", "127.0.0.1"),
    ];

    [TestCase("", "", "", TestName = "Examine_Fit_FindsNothing")]
    [TestCase("Encryption:Key", "", "keys")]
    [TestCase("ForwardedHeaders:KnownProxies:0", "", "proxies")]
    [TestCase("ForwardedHeaders:KnownProxies:0", "0.0.0.0/0", "proxies")]
    [TestCase("Site:PublicUrl", "http://localhost:5080", "https")]
    [TestCase("Token:AdminIdle", "", "ASVS 5.0 L2 7.3.1")]
    [TestCase("StepUp:RequireAuthenticator:1", "超级管理员", "ASVS 5.0 L2 6.3.3")]
    [TestCase("Swagger:Enabled", "true", "ASVS 5.0 L2 13.4.5")]
    [TestCase("Captcha:Mode", "Off", "captcha")]
    [TestCase("ResourceServers:shop:SecretHashes:1", Hash, "resource servers")]
    [TestCase("Smtp:Host", "", "mail")]
    [TestCase("Smtp:Port", "1", "mail")]
    [TestCase("PasswordHash:Iterations", "2", "password hashes")]
    [TestCase("Providers:Google:Authority", "https://127.0.0.1:1", "provider google")]
    public async Task Examine_OneSetting_IsTheOnlyFinding(string key, string value, string check)
    {
        using var mail = new TcpListener(IPAddress.Loopback, 0);
        mail.Start();
        var app = TestApp.CreateEmpty().In("Production").With("Smtp:Port", Port(mail)).With("ResourceServers:shop:SecretHashes:0", Hash);
        await using var owned = app;
        foreach (var (name, given) in Fit)
        {
            app.With(name, given);
        }

        if (check == "provider google")
        {
            app.With("Providers:Google:ClientId", "id").With("Providers:Google:ClientSecret", "secret");
        }

        app.Start();
        // The first administrator was made with the settings before.
        await using var other = TestApp.CreateOn(app).In("Production").With("Smtp:Port", Port(mail));
        foreach (var (name, given) in Fit.Append(("ResourceServers:shop:SecretHashes:0", Hash)))
        {
            other.With(name, given);
        }

        if (key == "Encryption:Key")
        {
            app.Execute("DELETE FROM data_protection_keys");
        }

        if (check == "provider google")
        {
            other.With("Providers:Google:ClientId", "id").With("Providers:Google:ClientSecret", "secret");
        }

        other.With(key.Length > 0 ? key : "Captcha:Mode", key.Length > 0 ? value : "Adaptive");
        var findings = await FindingsAsync(other.Start());

        var worse = findings.Where(finding => finding.Level != FindingLevel.Ok).Select(finding => finding.Check);
        Assert.That(worse, Is.EqualTo(check.Length > 0 ? [check] : Array.Empty<string>()));
        Assert.That(findings.Where(finding => finding.Level != FindingLevel.Ok).Select(finding => finding.ToDo), Has.None.Null);
    }

    [Test]
    public async Task Examine_Development_IsNoPlaceForUsers()
    {
        await using var app = TestApp.Started();

        var faults = (await FindingsAsync(app)).Where(finding => finding.Level == FindingLevel.Fault).Select(finding => finding.Check);

        Assert.That(faults, Is.SupersetOf(new[] { "environment", "development accounts", "https" }));
    }

    [Test]
    public async Task Examine_AuditLogForged_SchemaOldAndClockBehind_AreFaults()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await client.AdminTokenAsync(Some.SuperAdmin);
        app.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(() => app.Rows("SELECT sequence FROM audit_entries WHERE sequence > 0"), Is.Not.Empty.After(5000, 20));
        app.Execute("UPDATE audit_entries SET reason = 'forged'");
        app.Execute("UPDATE audit_entries SET at = at + 3600000");

        Assert.That(await FaultsAsync(app), Is.SupersetOf(new[] { "audit log", "clock" }));

        app.Execute("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('Migrations.sqlite.999_later.sql', '2027-01-01')");
        var newer = (await FindingsAsync(app)).Single(finding => finding.Check == "migrations");
        Assert.That(newer.Level, Is.EqualTo(FindingLevel.Fault));
        Assert.That(newer.Text, Does.Contain("newer version").And.Contain("999_later.sql"));

        app.Execute("DELETE FROM SchemaVersions WHERE ScriptName LIKE '%012%' OR ScriptName LIKE '%999%'");
        Assert.That(await FaultsAsync(app), Does.Contain("migrations"));
    }

    [Test]
    [Category("Processes")]
    public async Task Doctor_SettingThatStopsTheStart_IsAFaultAndNoWarning()
    {
        var folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;
        try
        {
            var refused = await ServiceProcess.RunCommandAsync(folder, "Production", "--doctor", "--json", "--Encryption:Key=no-key");
            using var report = JsonDocument.Parse(refused.Output);
            var finding = report.RootElement.GetProperty("findings").EnumerateArray().Single();
            Assert.That((refused.Code, report.RootElement.GetProperty("verdict").GetString()), Is.EqualTo((2, "fault")));
            Assert.That(finding.GetProperty("text").GetString(), Is.EqualTo("Encryption:Key must be 32 bytes in base64."));

            // Found before there is anything to examine with.
            var unreadable = await ServiceProcess.RunCommandAsync(
                folder,
                "Production",
                "--doctor",
                "--ForwardedHeaders:KnownProxies:0=many"
            );
            Assert.That((unreadable.Code, unreadable.Output), Is.EqualTo((2, "")));
            Assert.That(unreadable.Errors, Does.Contain("KnownProxies"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    [Category("Processes")]
    public async Task Command_DatabaseOfANewerVersion_IsRefusedWithASentence()
    {
        var folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;
        try
        {
            Assert.That(await ServiceProcess.RunAsync(folder, "Development", "--migrate-only"), Is.Zero);
            await using (var connection = new SqliteConnection($"Data Source={ServiceProcess.DatabaseOf(folder)};Pooling=False"))
            {
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('x.999_later.sql', '2027-01-01')";
                await command.ExecuteNonQueryAsync();
            }

            foreach (var argument in new[] { "--verify-audit", "--export=users.jsonl" })
            {
                var (code, _, errors) = await ServiceProcess.RunCommandAsync(folder, "Development", argument);
                Assert.That((code, errors), Is.EqualTo((1, errors)), argument);
                Assert.That(errors, Does.Contain("newer version of AegisAuth, which has applied 999_later.sql"), argument);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Examine_ParkedEvents_AreCountedAndTheSwitchesForDengbaoNeverWarn()
    {
        await using var app = TestApp.Create().With("Password:MinClasses", "3").With("Password:MaxAge", "90.00:00:00").Start();
        app.Execute(
            "INSERT INTO events (message_id, type, user_id, created_at, attempts, next_at, parked) VALUES ('a', 'user.updated', 4, 0, 9, 0, 1)"
        );

        var findings = await FindingsAsync(app);

        var events = findings.Single(finding => finding.Check == "events");
        Assert.That(events.Level, Is.EqualTo(FindingLevel.Warning));
        Assert.That(
            (events.Text, events.ToDo),
            Is.EqualTo(
                (
                    "1 events are parked: the receiver has not taken them for a day.",
                    "Look at the receiver of Events:Url, then send them again; docs/events.md has the statement."
                )
            )
        );
        Assert.That(
            findings.Single(finding => finding.Check == "GB/T 22239 8.1.4.1"),
            Is.EqualTo(
                Finding.Ok(
                    "GB/T 22239 8.1.4.1",
                    "Password:MinClasses 3, Password:MaxAge 90.00:00:00, Token:AdminIdle off, Token:SiteIdle off; docs/dengbao.md."
                )
            )
        );
    }

    [TestCase(200, "https://127.0.0.1:1/token", FindingLevel.Fault, "127.0.0.1:1 cannot be reached")]
    [TestCase(200, "here", FindingLevel.Ok, "can be reached")]
    [TestCase(200, "", FindingLevel.Fault, "no discovery document")]
    [TestCase(404, "", FindingLevel.Fault, "no discovery document")]
    public async Task Examine_TokenEndpoint_IsReachedWithoutARequest(int status, string endpoint, FindingLevel level, string text)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var authority = $"http://127.0.0.1:{Port(free)}/";
        free.Stop();
        using var provider = new HttpListener();
        provider.Prefixes.Add(authority);
        provider.Start();
        var paths = new List<string>();
        var serving = ServeAsync();
        await using var app = TestApp
            .Create()
            .With("Providers:Google:Authority", authority)
            .With("Providers:Google:ClientId", "id")
            .With("Providers:Google:ClientSecret", "secret")
            .Start();

        var finding = (await FindingsAsync(app)).Single(finding => finding.Check == "provider google");

        Assert.That((finding.Level, finding.Text), Is.EqualTo((level, finding.Text)));
        Assert.That(finding.Text, Does.Contain(text));
        Assert.That(paths, Is.EqualTo(new[] { "/.well-known/openid-configuration" }));
        provider.Stop();
        await serving;

        async Task ServeAsync()
        {
            while (true)
            {
                try
                {
                    var call = await provider.GetContextAsync();
                    paths.Add(call.Request.Url!.AbsolutePath);
                    call.Response.StatusCode = status;
                    var body = new Dictionary<string, string> { ["token_endpoint"] = endpoint == "here" ? authority + "token" : endpoint };
                    await call.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body));
                    call.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }

    [TestCase(50, FindingLevel.Fault)]
    [TestCase(500, FindingLevel.Warning)]
    [TestCase(5000, FindingLevel.Ok)]
    public void Judge_RoomOnTheDisk_BoundsAreKept(long mebibytes, FindingLevel level) =>
        Assert.That(new DiskCheck(Options.Create(new DatabaseOptions())).Judge(mebibytes * 1024 * 1024).Level, Is.EqualTo(level));

    [Test]
    public async Task Examine_CheckThatThrows_IsAFaultAndHidesNoOther()
    {
        await using var app = TestApp
            .Create()
            .WithServices(services => services.AddScoped<IDoctorCheck, Thrower>().AddScoped<IDoctorCheck, LastOne>())
            .Start();

        var checks = (await FindingsAsync(app)).Select(finding => $"{finding.Check} {finding.Level}");

        Assert.That(checks, Is.SupersetOf(new[] { "thrower Fault", "last Ok" }));
    }

    [Test]
    [Category("Processes")]
    public async Task Doctor_Json_IsNothingElseAndExitsByTheWorst()
    {
        var folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;
        Assert.That(await ServiceProcess.RunAsync(folder, "Production", "--migrate-only"), Is.Zero);
        await using var process = ServiceProcess.BeginWith(folder, "Production", "--doctor", "--json");

        Assert.That(await process.ExitAsync(), Is.EqualTo(2));
        using var report = JsonDocument.Parse(string.Join('\n', process.Output));
        Assert.That(report.RootElement.GetProperty("verdict").GetString(), Is.EqualTo("fault"));
        var https = report.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("check").GetString() == "https");
        Assert.That(https.GetProperty("to_do").GetString(), Does.Contain("TLS"));
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("127.0.0.1", true)]
    [TestCase("10.0.0.9", false)]
    [TestCase(null, false)]
    public async Task Ready_Details_AreForNamedNetworksOnly(string? network, bool shown)
    {
        await using var app = TestApp.Create().With("Metrics:AllowedNetworks:0", network).Start();
        using var client = app.Client();

        var answer = JsonDocument.Parse(await client.GetStringAsync("/health/ready")).RootElement;

        Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("ready"));
        Assert.That(answer.TryGetProperty("checks", out var checks), Is.EqualTo(shown));
        if (shown)
        {
            Assert.That(
                checks.EnumerateArray().Select(check => check.GetProperty("check").GetString()),
                Does.Contain("disk").And.Contain("proxies")
            );
        }
    }

    private static string Port(TcpListener listener) =>
        ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync(cheapOnly: false, CancellationToken.None);
    }

    private static async Task<IEnumerable<string>> FaultsAsync(TestApp app) =>
        (await FindingsAsync(app)).Where(finding => finding.Level == FindingLevel.Fault).Select(finding => finding.Check);

    private sealed class Thrower : IDoctorCheck
    {
        public string Name => "thrower";

        public bool IsCheap => false;

        public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("bug");
    }

    private sealed class LastOne : IDoctorCheck
    {
        public string Name => "last";

        public bool IsCheap => false;

        public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Finding>>([Finding.Ok(Name, "reached")]);
    }
}
