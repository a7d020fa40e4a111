using System.Net.Http.Headers;
using System.Text;
using AegisAuth.Api.Http;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Http;

/// <summary>Every refusal names its reason in one fixed word.</summary>
[TestFixture]
internal sealed class ErrorReasonsTests
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

    [Test]
    public void Of_EveryError_HasAWordOfItsOwn()
    {
        var words = Enum.GetValues<AuthError>().Select(ErrorReasons.Of).ToArray();

        Assert.That(words, Is.Unique);
        Assert.That(words, Has.All.Match("^[a-z]+(-[a-z]+)*$"));
    }

    [Test]
    public void Contract_ListsEveryWord()
    {
        var contract = File.ReadAllText(Path.Combine(HouseRulesTests.Root, "docs", "contract.md"));

        Assert.That(
            Enum.GetValues<AuthError>().Select(ErrorReasons.Of).Where(word => !contract.Contains($"`{word}`", StringComparison.Ordinal)),
            Is.Empty
        );
    }

    [TestCase("POST", "/user/login/login_admin_info_by_aegisspeed_id", "{}", "invalid-aegisspeed-id")]
    [TestCase(
        "POST",
        "/user/login/login_admin_info_by_aegisspeed_id",
        """{"user_AegisSpeed_id":"ASD999999","user_password":"x"}""",
        "user-not-found"
    )]
    [TestCase(
        "POST",
        "/user/login/login_admin_info_by_aegisspeed_id",
        """{"user_AegisSpeed_id":"ASD000001","user_password":"x"}""",
        "wrong-credentials"
    )]
    [TestCase("POST", "/user/login/login_admin_info_by_aegisspeed_id", "{", "malformed-request")]
    [TestCase("PUT", "/user/login/login_admin_info_by_aegisspeed_id", "{}", "method-not-allowed")]
    [TestCase("GET", "/user/info/get_admin_info", null, "not-logged-in")]
    [TestCase("GET", "/user/nothing", null, "not-found")]
    [TestCase("GET", "/api/nothing", null, "not-found")]
    [TestCase("POST", "/api/login", """{"user_name":"nobody-here","password":"x"}""", "wrong-credentials")]
    [TestCase("POST", "/api/login", """{"user_name":"user","password":"x"}""", "wrong-credentials")]
    [TestCase("POST", "/api/login", """{"platform":"other"}""", "unknown-platform")]
    [TestCase("POST", "/api/logout", "{}", "not-logged-in")]
    public async Task Refusal_NamesItsReason(string method, string path, string? body, string reason)
    {
        using var response = await SendAsync(method, path, body, "application/json");

        Assert.That(response.Headers.GetValues(ErrorReasons.Header), Is.EqualTo((string[])[reason]));
    }

    [Test]
    public async Task Refusal_UnknownContentType_NamesItsReason()
    {
        using var response = await SendAsync("POST", "/api/login", "{}", "text/plain");

        Assert.That(response.Headers.GetValues(ErrorReasons.Header), Is.EqualTo((string[])["unsupported-media-type"]));
    }

    [Test]
    public async Task Success_NamesNone()
    {
        using var response = await SendAsync("GET", "/api/captcha", null, "application/json");

        Assert.That(response.Headers.Contains(ErrorReasons.Header), Is.False);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body, string contentType)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        }

        return await _client.SendAsync(request);
    }
}
