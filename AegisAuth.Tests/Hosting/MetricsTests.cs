using System.Net;
using System.Text.RegularExpressions;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Hosting;

/// <summary><c>/metrics</c>: what it counts, what it never says, and who may read it.</summary>
[TestFixture]
[NonParallelizable]
internal sealed partial class MetricsTests
{
    private const string Path = "/metrics";

    [Test]
    public async Task Metrics_AfterLogins_CountThemBySurfacePlatformAndOutcome()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        await client.AdminTokenAsync(Some.SuperAdmin);
        await FailAsync(client, Some.SuperAdmin, times: 6);
        await client.SiteTokenAsync();
        await client.SitePostAsync("/api/login", token: null, new { platform = "weapp", code = "no-such-code" });
        await client.SitePostAsync("/api/login", token: null, new { platform = "made-up", code = "x" });

        var text = await client.GetStringAsync(Path);

        Assert.Multiple(() =>
        {
            Assert.That(Value(text, "aegisauth_logins_total", "admin", "none", "success"), Is.EqualTo(1));
            Assert.That(Value(text, "aegisauth_logins_total", "admin", "none", "wrong_credentials"), Is.EqualTo(5));
            Assert.That(Value(text, "aegisauth_logins_total", "admin", "none", "too_many_attempts"), Is.EqualTo(1));
            Assert.That(Value(text, "aegisauth_logins_total", "site", "website", "success"), Is.EqualTo(1));
            Assert.That(Value(text, "aegisauth_logins_total", "site", "weapp", "code_refused"), Is.EqualTo(1));
            Assert.That(Value(text, "aegisauth_logins_total", "site", "none", "unknown_platform"), Is.EqualTo(1));
            Assert.That(Value(text, "aegisauth_pauses_total", "account_at_address"), Is.EqualTo(1));
            Assert.That(Value(text, "aegisauth_provider_duration_seconds_count", "weapp", "code_refused"), Is.EqualTo(1));
            // One, five, one: the pause and the codes cost none.
            Assert.That(Value(text, "aegisauth_hash_duration_seconds_count"), Is.EqualTo(7));
            Assert.That(Value(text, "aegisauth_hash_active"), Is.Zero);
            Assert.That(text, Does.Contain("http_server_request_duration_seconds").And.Contain("dotnet_gc"));
        });
    }

    [Test]
    public async Task Metrics_WhileHashesWait_ShowTheDepthOfTheQueue()
    {
        var hasher = new CountingHasher();
        await using var app = TestApp
            .Create()
            .With("PasswordHash:Concurrency", "1")
            .With("PasswordHash:Queue", "1")
            .WithServices(hasher.Wrap)
            .Start();
        using var client = app.Client();
        var gate = hasher.Close();
        var waiting = new[] { client.AdminTokenAsync(Some.SuperAdmin), client.AdminTokenAsync(Some.Admin) };
        await gate.ArrivedAsync(2);
        using var refused = await client.TryAdminLoginAsync(Some.OrganisationAdmin, Some.Password);

        var full = await client.GetStringAsync(Path);
        gate.Open();
        await Task.WhenAll(waiting);
        var empty = await client.GetStringAsync(Path);

        Assert.That(Value(full, "aegisauth_hash_places"), Is.EqualTo(2));
        Assert.That(Value(full, "aegisauth_hash_refused_total"), Is.EqualTo(1));
        Assert.That(Value(full, "aegisauth_logins_total", "admin", "none", "busy"), Is.EqualTo(1));
        Assert.That(Value(empty, "aegisauth_hash_places"), Is.Zero);
    }

    [Test]
    public async Task Metrics_Labels_HoldNothingThatAClientSent()
    {
        await using var app = TestApp.Started();
        using var client = app.ClientFrom("127.0.0.9");
        var token = await client.SteppedUpTokenAsync(Some.SuperAdmin);
        await client.OutcomeAsync(HttpMethod.Post, $"{ManageCalls.Users}/{Some.Admin}/disable", token);
        await client.SitePostAsync("/api/login", token: null, new { platform = "made-up", code = "x" });
        using var unknown = await client.GetAsync("/made-up/path?made-up=1");
        using var method = await client.SendAsync(new HttpRequestMessage(new HttpMethod("MADE-UP"), "/health/live"));

        var text = await client.GetStringAsync(Path);

        Assert.That(text, Does.Contain("/user/manage/users/{id}/disable").Or.Contain("user/manage/users/{id}/disable"));
        Assert.That(text, Does.Not.Contain("ASD0").And.Not.Contain("127.0.0.9").And.Not.Contain(token));
        Assert.That(text, Does.Not.Contain("made-up").And.Not.Contain("MADE-UP"));
    }

    [TestCase("Development", null, null, ExpectedResult = HttpStatusCode.OK)]
    [TestCase("Development", "Metrics:Enabled", "false", ExpectedResult = HttpStatusCode.NotFound)]
    [TestCase("Development", "Metrics:AllowedNetworks", "192.0.2.0/24", ExpectedResult = HttpStatusCode.NotFound)]
    [TestCase("Development", "Metrics:AllowedNetworks", "192.0.2.7, 127.0.0.0/8", ExpectedResult = HttpStatusCode.OK)]
    [TestCase("Development", "ClosedEndpoints", Path, ExpectedResult = HttpStatusCode.Forbidden)]
    [TestCase("Production", null, null, ExpectedResult = HttpStatusCode.NotFound)]
    [TestCase("Production", "Metrics:Enabled", "true", ExpectedResult = HttpStatusCode.OK)]
    public Task<HttpStatusCode> Metrics_AreServed_OnPurposeOnly(string environment, string? key, string? value) =>
        ExposedApp.StatusAsync(Path, environment, key, value);

    [TestCase("X-Forwarded-For")]
    [TestCase("Forwarded")]
    public async Task Metrics_ThroughAProxy_AreNotServed(string header)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation(header, "for=198.51.100.1");
        using var response = await client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    private static async Task FailAsync(HttpClient client, string id, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await client.TryAdminLoginAsync(id, Some.WrongPassword);
        }
    }

    // The one sample of that name whose labels have all of these values.
    private static double Value(string text, string name, params string[] labels)
    {
        var line = Samples()
            .Matches(text)
            .SingleOrDefault(sample =>
                sample.Groups["name"].Value == name
                && labels.All(label => sample.Groups["labels"].Value.Contains($"=\"{label}\"", StringComparison.Ordinal))
            );
        Assert.That(line, Is.Not.Null, $"{name} {string.Join(' ', labels)} in\n{text}");
        return double.Parse(line!.Groups["value"].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<name>\w+)(?:\{(?<labels>[^}\n]*)\})? (?<value>[0-9.eE+-]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Samples();
}
