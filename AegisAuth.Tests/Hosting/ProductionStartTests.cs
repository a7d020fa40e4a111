using System.Text.Json;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Hosting;

/// <summary>The first start outside Development, as an operator sees it.</summary>
[TestFixture]
[Category("Processes")]
internal sealed class ProductionStartTests
{
    private const string Chosen = "handed over on paper";
    private const string Marker = "one-time password: ";

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Start_WithoutAdmin_PrintsAPasswordOnceAndLogsJson()
    {
        string password;
        await using (var first = await ServiceProcess.StartAsync(_folder, "Production"))
        {
            var printed = first.Output.Single(line => line.Contains(Marker, StringComparison.Ordinal));
            password = printed.Split(Marker)[1].Split(' ')[0];
            var token = await first.Client.AdminTokenAsync(Some.SuperAdmin, password);
            Assert.That(await first.Client.OutcomeAsync(HttpMethod.Get, "/user/sessions", token), Is.EqualTo((403, "10011")));
            // A killed program may owe its last lines.
            await first.AskToStopAsync();
            await first.ExitAsync();

            Assert.That(first.Output.Where(line => !IsCompactJson(line)), Is.Empty);
            Assert.That(string.Concat(first.Output), Does.Contain("Encryption:Key is not set"));
            var log = first.Output.Where(line => line != printed).ToList();
            Assert.That(string.Concat(log), Does.Contain(AdminCalls.LoginPath).And.Not.Contain(password));
        }

        await using var second = await ServiceProcess.StartAsync(_folder, "Production");
        var again = await second.Client.AdminTokenAsync(Some.SuperAdmin, password);
        Assert.That(await second.Client.OutcomeAsync(HttpMethod.Get, "/user/sessions", again), Is.EqualTo((403, "10011")));
        Assert.That(
            await second.Client.OutcomeAsync(
                HttpMethod.Post,
                "/user/password",
                again,
                new { user_password = password, new_password = Chosen }
            ),
            Is.EqualTo((200, "10000"))
        );
        Assert.That(await second.Client.OutcomeAsync(HttpMethod.Get, "/user/sessions", again), Is.EqualTo((200, "10000")));
        await second.KillAsync();
        Assert.That(string.Concat(second.Output), Does.Not.Contain(Marker).And.Not.Contain(password));
        Assert.That(second.Output.Where(line => !IsCompactJson(line)), Is.Empty);
    }

    [Test]
    public async Task Start_WithAChosenPassword_PrintsNothing()
    {
        await using var service = await ServiceProcess.StartAsync(_folder, "Production", ("Bootstrap:AdminPassword", Chosen));
        await service.Client.AdminTokenAsync(Some.SuperAdmin, Chosen);
        await service.KillAsync();

        Assert.That(string.Concat(service.Output) + service.Errors, Does.Not.Contain(Marker).And.Not.Contain(Chosen));
    }

    [Test]
    public async Task Start_OnADevelopmentDatabase_IsRefused()
    {
        Assert.That(await ServiceProcess.RunAsync(_folder, "Development", "--migrate-only"), Is.Zero);

        await using var service = ServiceProcess.Begin(_folder, "Production");

        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        Assert.That(service.Errors, Does.StartWith("ConnectionStrings:AegisAuth names a database with development accounts"));
    }

    [TestCase("Bootstrap:AdminPassword", "fourteen chars", "Bootstrap:AdminPassword must be ")]
    [TestCase("Throttle:FreeFailures", "0", "Throttle:FreeFailures must be between 1 and 1000000.")]
    [TestCase("Throttle:FreeFailures", "five", "Throttle:FreeFailures")]
    [TestCase("ForwardedHeaders:KnownProxies", "everybody", "ForwardedHeaders:KnownProxies must list")]
    [TestCase("Providers:Simulate", "perhaps", "Providers:Simulate must be true or false.", "Development")]
    public async Task Start_WrongValue_StopsWithASentenceAndNoTrace(
        string key,
        string value,
        string sentence,
        string environment = "Production"
    )
    {
        await using var service = ServiceProcess.Begin(_folder, environment, (key, value));

        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        Assert.That(service.Errors.Trim(), Does.Contain(sentence).And.Not.Contain("   at "));
        Assert.That(service.Errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(File.Exists(ServiceProcess.DatabaseOf(_folder)), Is.False, "nothing was begun");
    }

    [Test]
    public async Task Start_SettingsFileThatIsNotJson_StopsWithASentence()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), "{");
        await using var service = ServiceProcess.Begin(_folder, "Production");

        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        Assert.That(service.Errors, Does.Contain("appsettings.json").And.Not.Contain("   at "));
    }

    [TestCase(0, "--help", "--migrate-only")]
    [TestCase(0, "--version", "1.0.0")]
    [TestCase(1, "--bogus", "The argument --bogus is unknown; --help lists the arguments.")]
    public async Task Run_Argument_IsAnsweredAndNothingIsBegun(int code, string argument, string told)
    {
        await using var service = ServiceProcess.BeginWith(_folder, "Production", argument);

        Assert.That(await service.ExitAsync(), Is.EqualTo(code));
        Assert.That(
            code == 0 ? string.Join('\n', service.Output) : service.Errors.Trim(),
            code == 0 ? Does.Contain(told) : Is.EqualTo(told)
        );
        Assert.That(File.Exists(ServiceProcess.DatabaseOf(_folder)), Is.False, "nothing was begun");
    }

    [Test]
    public async Task Start_AddressInUse_StopsWithASentence()
    {
        await using var first = await ServiceProcess.StartAsync(_folder, "Production");
        await using var second = ServiceProcess.Begin(_folder, "Production", ("ASPNETCORE_URLS", $"{first.Client.BaseAddress}"));

        Assert.That(await second.ExitAsync(), Is.EqualTo(1));
        Assert.That(second.Errors, Does.Contain("address already in use").And.Contain("ASPNETCORE_URLS").And.Not.Contain("   at "));
        Assert.That(second.Errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(string.Concat(second.Output), Does.Not.Contain("Exception").And.Not.Contain("Fatal").And.Not.Contain("Error"));
    }

    private static bool IsCompactJson(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement.TryGetProperty("@t", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
