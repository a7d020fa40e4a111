using System.Net;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.OAuth2;

/// <summary>What a reverse proxy learns before it lets a request through.</summary>
[TestFixture]
internal sealed class ForwardAuthTests
{
    private const string Path = "/forward-auth";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Create().With("Site:ReturnOrigins:0", "https://app.example.com").With("ClosedEndpoints:0", "/api/captcha").Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("", true, 200, "ASD000004||User")]
    [TestCase("?surface=admin", true, 401, "||")]
    [TestCase("?role=admin&role=super-admin", true, 403, "||")]
    [TestCase("", false, 401, "||")]
    [TestCase("?surface=other", true, 400, "||")]
    [TestCase("?role=boss", true, 400, "||")]
    [TestCase("?role=", true, 400, "||")]
    public async Task Check_SiteToken(string query, bool withToken, int status, string user)
    {
        var token = await _client.SiteTokenAsync();

        using var response = await GetAsync(query, withToken ? ("token", token) : ("Remote-User", "ASD000001"));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(UserOf(response), Is.EqualTo(user));
        Assert.That(response.Headers.Contains("Set-Cookie"), Is.False);
    }

    [TestCase("?surface=admin", 200)]
    [TestCase("?surface=admin&role=organisation-admin&role=super-admin", 200)]
    [TestCase("?surface=admin&role=organisation-admin", 403)]
    [TestCase("", 401)]
    public async Task Check_AdminToken(string query, int status)
    {
        var token = await _client.AdminTokenAsync(Some.SuperAdmin);

        using var response = await GetAsync(query, ("Authorization", $"Bearer {token}"));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(UserOf(response), Is.EqualTo(status == 200 ? "ASD000001|super-admin|Admin" : "||"));
    }

    [Test]
    public async Task Check_NameOutsideAscii_IsPercentEncoded()
    {
        _app.Execute("UPDATE users SET nickname = '小林 x' WHERE id = 2");
        var token = await _client.AdminTokenAsync(Some.Admin);

        using var response = await GetAsync("?surface=admin", ("token", token));

        Assert.That(UserOf(response), Is.EqualTo("ASD000002|admin|%E5%B0%8F%E6%9E%97%20x"));
    }

    [Test]
    public async Task Check_WrongMethod_ClearsTheHeadersToo()
    {
        using var response = await _client.PostAsync(Path, null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(UserOf(response), Is.EqualTo("||"));
    }

    [TestCase("https", "app.example.com", "/a?b=1", "text/html,*/*", "https://app.example.com/a?b=1")]
    [TestCase("https", "app.example.com:8443", "/", "text/html", null)]
    [TestCase("http", "app.example.com", "/", "text/html", null)]
    [TestCase("https", "app.example.com@evil.example.com", "/", "text/html", null)]
    [TestCase("https", "evil.example.com", "/", "text/html", null)]
    [TestCase("https", "app.example.com", "/", "application/json", null)]
    public async Task Check_Redirect_GoesToListedOriginsAndForBrowsersOnly(
        string proto,
        string host,
        string uri,
        string accept,
        string? next
    )
    {
        using var response = await GetAsync(
            "?redirect=1",
            ("X-Forwarded-Proto", proto),
            ("X-Forwarded-Host", host),
            ("X-Forwarded-Uri", uri),
            ("Accept", accept)
        );

        Assert.That(response.StatusCode, Is.EqualTo(next is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect));
        Assert.That(
            response.Headers.Location?.AbsoluteUri,
            Is.EqualTo(next is null ? null : $"{_app.Address}?next={Uri.EscapeDataString(next)}")
        );
    }

    [TestCase("https://app.example.com/x", "\"https://app.example.com/x\"")]
    [TestCase("https://evil.example.com/x", "null")]
    [TestCase("//app.example.com/x", "null")]
    public async Task Return_OfTheLoginPage_GoesToListedOriginsOnly(string next, string expected)
    {
        var answer = await _client.GetStringAsync($"/api/return?next={Uri.EscapeDataString(next)}");

        Assert.That(answer, Is.EqualTo("{\"code\":0,\"msg\":\"\",\"data\":{\"next\":" + expected + "}}"));
    }

    private async Task<HttpResponseMessage> GetAsync(string query, params (string Name, string Value)[] headers)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_app.Address, Path + query));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }

    private static string UserOf(HttpResponseMessage response) =>
        string.Join(
            '|',
            ((string[])["Remote-User", "Remote-Groups", "Remote-Name"]).Select(name => response.Headers.GetValues(name).Single())
        );
}
