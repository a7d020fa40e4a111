using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Events;

namespace AegisAuth.Tests.Hosting;

/// <summary>One structured line for each request.</summary>
[TestFixture]
internal sealed class RequestLogTests
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Started();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("GET", "/health/live", 200, null, LogEventLevel.Information)]
    [TestCase("GET", "/nothing", 404, null, LogEventLevel.Information)]
    [TestCase("PUT", AdminCalls.LoginPath, 405, null, LogEventLevel.Information)]
    [TestCase("GET", "/user/sessions", 200, Some.SuperAdmin, LogEventLevel.Information)]
    public async Task Request_Any_IsOneLineWithItsParts(string method, string path, int status, string? user, LogEventLevel level)
    {
        var token = user is null ? null : await _client.AdminTokenAsync(user);
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?secret=of-mine");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);

        var line = await LineOfAsync(request);

        Assert.That(line.Level, Is.EqualTo(level));
        Assert.That(Value(line, "RequestMethod"), Is.EqualTo(method));
        Assert.That(Value(line, "RequestPath"), Is.EqualTo(path));
        Assert.That(Value(line, "StatusCode"), Is.EqualTo(status));
        Assert.That(Value(line, "Elapsed"), Is.TypeOf<decimal>().And.GreaterThan(0));
        Assert.That(Value(line, "UserId"), Is.EqualTo(user));
    }

    [Test]
    public async Task Request_OfAController_IsNoOtherLineBeside()
    {
        // A cap on a framework category, set too low, once wrote two more lines for every request.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/user/sessions");

        await LineOfAsync(request);

        Assert.That(
            _app.Log.Events.Select(line => Value(line, "SourceContext") as string),
            Has.None.StartsWith("Microsoft.AspNetCore.Mvc").And.None.StartsWith("Microsoft.AspNetCore.Hosting")
        );
    }

    [Test]
    public async Task Login_Success_NamesWhoLoggedIn()
    {
        using var admin = Login(AdminCalls.LoginPath, $$"""{"user_AegisSpeed_id":"{{Some.Admin}}","user_password":"{{Some.Password}}"}""");
        using var site = Login(SiteCalls.LoginPath, $$"""{"user_name":"user","password":"{{Some.Password}}"}""");
        using var failed = Login(AdminCalls.LoginPath, $$"""{"user_AegisSpeed_id":"{{Some.Admin}}","user_password":"x"}""");

        Assert.That(Value(await LineOfAsync(admin), "UserId"), Is.EqualTo(Some.Admin));
        Assert.That(Value(await LineOfAsync(site), "UserId"), Is.EqualTo(Some.User));
        Assert.That(Value(await LineOfAsync(failed), "UserId"), Is.Null, "no caller has proven to be that user");
    }

    [TestCase("of my own", TestName = "CorrelationId_WithSpaces_IsNotTaken")]
    [TestCase("a\tb", TestName = "CorrelationId_WithControlCharacter_IsNotTaken")]
    public async Task CorrelationId_ThatCouldForgeALine_IsReplaced(string given)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.TryAddWithoutValidation("X-Correlation-ID", given);
        using var response = await _client.SendAsync(request);

        Assert.That(response.Headers.GetValues("X-Correlation-ID").Single(), Does.Match("^[A-Za-z0-9_-]{16}$"));
    }

    [Test]
    public async Task Line_OfAServiceOnBehalfOfARequest_CarriesItsCorrelationId()
    {
        using var request = Login(SiteCalls.LoginPath, """{"platform":"weapp","code":"x"}""");

        var id = Value(await LineOfAsync(request), "CorrelationId");

        Assert.That(
            _app.Log.Events.Where(line => Equals(Value(line, "CorrelationId"), id) && !line.Properties.ContainsKey("Elapsed")),
            Is.Not.Empty,
            "the provider refused the code, and the operator is told which request that was"
        );
    }

    [Test]
    public void Polly_SaysNothingOfTheCallsThatWereMade() =>
        Assert.That(_app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Polly").IsEnabled(LogLevel.Warning), Is.False);

    private static HttpRequestMessage Login(string path, string json) =>
        new(HttpMethod.Post, path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };

    // The line is written after the answer has gone out.
    private async Task<LogEvent> LineOfAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request);
        var id = response.Headers.GetValues("X-Correlation-ID").Single();
        Assert.That(() => Lines(id).Count(), Is.EqualTo(1).After(5000, 5));
        return Lines(id).Single();
    }

    private IEnumerable<LogEvent> Lines(string id) =>
        _app.Log.Events.Where(e => Equals(Value(e, "CorrelationId"), id) && e.Properties.ContainsKey("Elapsed"));

    private static object? Value(LogEvent line, string name) =>
        line.Properties.TryGetValue(name, out var value) ? ((ScalarValue)value).Value : null;
}
