using System.Net.Http.Headers;
using System.Text;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Tests.Data.Engines;
using AegisAuth.Tests.ExternalLogins;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Data;

/// <summary>How often a request asks the engine something and waits: what a network makes slow.</summary>
[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class RoundTripTests(Engine engine) : EngineTests(engine)
{
    private readonly FakeProvider _weapp = new("weapp");

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = TestApp
            .Create()
            .With("Captcha:Mode", "Off")
            .WithServices(services => services.AddSingleton(new LoginProviders([_weapp])))
            .Start();
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
    public async Task AdminLogin() => await AssertAsync("admin login", 5, async () => await _client.AdminTokenAsync(Some.SuperAdmin));

    [Test]
    public async Task WrongPassword() =>
        await AssertAsync("wrong password", 5, async () => (await _client.TryAdminLoginAsync(Some.Admin, Some.WrongPassword)).Dispose());

    [Test]
    public async Task SiteLogin() => await AssertAsync("site login", 6, async () => await _client.SiteTokenAsync());

    [Test]
    public async Task DynamicSecret()
    {
        var token = await _client.AdminTokenAsync(Some.SuperAdmin);
        await AssertAsync("dynamic secret", 6, async () => await _client.SecretAsync(token));
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
            8,
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

    [Test]
    public async Task ProviderLogin_NewAndKnown()
    {
        var person = new ProviderIdentity { Subject = "openid", UnionId = new UnionId("wechat", "union") };
        _weapp.Knows("first", person).Knows("second", person);
        await AssertAsync("provider login, a new user", 8, () => LoginAsync("first"));
        await AssertAsync("provider login, a known user", 7, () => LoginAsync("second"));
    }

    [Test]
    public async Task Introspection_ReadAndCached()
    {
        var token = await _client.SiteTokenAsync();
        await IntrospectAsync(token);
        var fresh = await _client.SiteTokenAsync();
        await AssertAsync("introspection, uncached", 1, () => IntrospectAsync(fresh));
        await AssertAsync("introspection, cached", 0, () => IntrospectAsync(fresh));
    }

    private async Task LoginAsync(string code)
    {
        using var response = await _client.SendAsync(HttpMethod.Post, "/api/login", token: null, new { platform = "weapp", code });
        Assert.That((await response.JsonAsync()).GetProperty("code").GetInt32(), Is.Zero);
    }

    private async Task IntrospectAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/introspect")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("demo:demo-secret"))
        );
        using var response = await _client.SendAsync(request);
        Assert.That((await response.JsonAsync()).GetProperty("active").GetBoolean(), Is.True);
    }

    // Only an engine that a network lies before is held to a figure; it is printed for each.
    private async Task AssertAsync(string what, int expected, Func<Task> request)
    {
        var database = _app.Services.GetRequiredService<Database>();
        var before = database.Trips;
        await request();
        var trips = database.Trips - before;
        await TestContext.Out.WriteLineAsync($"{Engine}: {what}, {trips} round trips");
        if (database.Batches)
        {
            // Exactly: a trip that is saved is pinned like one that is added.
            Assert.That(trips, Is.EqualTo(expected), what);
        }
    }
}
