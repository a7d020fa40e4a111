using System.Net;
using System.Net.Http.Json;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Http;

/// <summary>Front ends on other origins: CORS, the forgery check that reads the same list, and the cookie of a domain.</summary>
[TestFixture]
internal sealed class FrontEndsElsewhereTests
{
    private const string Ours = "https://app.example.com";
    private const string Foreign = "https://evil.example";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp
            .Create()
            .With("Site:AllowedOrigins", $"{Ours}, http://localhost:3000")
            .With("Site:CookieDomain", "example.com")
            .With("Site:PublicUrl", "https://login.example.com")
            .Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Preflight_ListedOrigin_IsGranted()
    {
        using var response = await PreflightAsync(Ours, "/api/login");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Ours));
        Assert.That(Header(response, "Access-Control-Allow-Credentials"), Is.EqualTo("true"));
        Assert.That(
            Header(response, "Access-Control-Allow-Headers").Split(','),
            Is.SupersetOf((string[])["Content-Type", "Authorization", "token", "Idempotency-Key", "X-Correlation-ID", "Accept-Language"])
        );
        Assert.That(Header(response, "Vary"), Is.EqualTo("Origin"));
    }

    [TestCase(Foreign, "/api/login")]
    [TestCase("https://app.example.com:8443", "/api/login")]
    [TestCase("http://app.example.com", "/api/login")]
    [TestCase(Ours, "/user/info/get_admin_info")]
    public async Task Preflight_OtherOriginOrSurface_GrantsNothing(string origin, string path)
    {
        using var response = await PreflightAsync(origin, path);

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Empty);
    }

    [Test]
    public async Task Refusal_ListedOrigin_CanBeReadWithItsReason()
    {
        using var request = Post("/api/logout", Ours, "token=aegis_x");
        using var response = await _client.SendAsync(request);

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Ours));
        Assert.That(
            Header(response, "Access-Control-Expose-Headers").Split(','),
            Is.EquivalentTo((string[])["update-token", "Retry-After", "X-Correlation-ID", "X-Error-Reason"])
        );
    }

    [TestCase(Ours, true)]
    [TestCase("https://login.example.com", true, TestName = "The public address is our own origin")]
    [TestCase(Foreign, false)]
    public async Task Cookie_OriginDecides(string origin, bool passes)
    {
        var token = await _client.SiteTokenAsync();

        using var request = Post("/api/logout", origin, $"token={token}");
        request.Headers.Add("Sec-Fetch-Site", "same-site");
        using var response = await _client.SendAsync(request);

        Assert.That((await response.JsonAsync()).Code(), Is.EqualTo(passes ? 0 : 1002));
        if (!passes)
        {
            Assert.That(_app.Log.Text(), Does.Contain(Foreign).And.Contain("Site:AllowedOrigins"));
        }
    }

    [Test]
    public async Task Cookie_FormOfAListedOrigin_IsRefusedWithoutAWarningAboutTheList()
    {
        var token = await _client.SiteTokenAsync();

        using var request = Post("/api/logout", "http://localhost:3000", $"token={token}");
        request.Content = new FormUrlEncodedContent([new("a", "b")]);
        using var response = await _client.SendAsync(request);

        Assert.That((await response.JsonAsync()).Code(), Is.EqualTo(1002));
        Assert.That(_app.Log.Text(), Does.Not.Contain("http://localhost:3000"));
    }

    [Test]
    public async Task Login_WithACookieDomain_SetsOneCookieForIt()
    {
        using var response = await _client.TrySiteLoginAsync("user", Some.Password);

        Assert.That(response.Headers.GetValues("Set-Cookie").Single(), Does.StartWith("token=").And.Contain("domain=example.com"));
    }

    [Test]
    public async Task Preflight_NothingListed_IsAMethodLikeAnother()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/login");
        request.Headers.Add("Origin", Ours);
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var response = await client.SendAsync(request);

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Empty);
    }

    private async Task<HttpResponseMessage> PreflightAsync(string origin, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,token");
        return await _client.SendAsync(request);
    }

    private static HttpRequestMessage Post(string path, string origin, string cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { }) };
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Cookie", cookie);
        return request;
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
