using System.Net.Http.Json;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Sessions;

/// <summary>A login ends the session that the same browser or token carried.</summary>
[TestFixture]
internal sealed class SessionReplacementTests
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

    [TestCase("Cookie", "token={0}")]
    [TestCase("token", "{0}")]
    [TestCase("Authorization", "Bearer {0}")]
    public async Task SiteLogin_WithATokenAlongside_EndsThatSessionAndNoOther(string header, string value)
    {
        var elsewhere = await _client.SiteTokenAsync();
        var earlier = await _client.SiteTokenAsync("manager");

        var later = await LogInAsync(header, value.Replace("{0}", earlier, StringComparison.Ordinal));

        Assert.That(await IsAliveAsync(earlier), Is.False);
        Assert.That((await IsAliveAsync(later), await IsAliveAsync(elsewhere)), Is.EqualTo((true, true)));
        Assert.That(
            _app.Rows("SELECT actor || ' ' || reason FROM audit_entries WHERE action = 'logout'"),
            Is.EqualTo((string[])[$"{Some.Admin} replaced by a login"])
        );
    }

    [Test]
    public async Task SiteLogin_Refused_EndsNothing()
    {
        var earlier = await _client.SiteTokenAsync();

        using var request = Request("token", earlier, Some.WrongPassword);
        using var response = await _client.SendAsync(request);

        Assert.That(await IsAliveAsync(earlier), Is.True);
    }

    [Test]
    public async Task SiteLogin_WithAnAdminTokenAlongside_LeavesIt()
    {
        var admin = await _client.SteppedUpTokenAsync(Some.SuperAdmin);

        await LogInAsync("token", admin);

        Assert.That(await _client.InfoCodeAsync(admin), Is.EqualTo("10000"));
    }

    [Test]
    public async Task AdminLogin_WithItsTokenAlongside_EndsThatSession()
    {
        var earlier = await _client.SteppedUpTokenAsync(Some.SuperAdmin);

        using var response = await _client.SendAsync(
            HttpMethod.Post,
            AdminCalls.LoginPath,
            earlier,
            new { user_AegisSpeed_id = Some.SuperAdmin, user_password = Some.Password }
        );

        Assert.That(await response.AdminCodeAsync(), Is.EqualTo("10000"));
        Assert.That(await _client.InfoCodeAsync(earlier), Is.EqualTo("10001"));
    }

    private async Task<string> LogInAsync(string header, string value)
    {
        using var request = Request(header, value, Some.Password);
        using var response = await _client.SendAsync(request);
        return (await response.JsonAsync()).GetProperty("data").GetProperty("token").GetString()!;
    }

    private static HttpRequestMessage Request(string header, string value, string password)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/login")
        {
            Content = JsonContent.Create(new { user_name = "user", password }),
        };
        request.Headers.Add(header, value);
        return request;
    }

    private async Task<bool> IsAliveAsync(string token) => (await _client.SiteGetAsync("/api/user/detail", token)).Code() == 0;
}
