using System.Net;
using AegisAuth.Application.Common;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Http;

/// <summary>HEAD answers as GET does, without the body; forms are no way to send a body.</summary>
[TestFixture]
internal sealed class HeadRequestsTests
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

    [TestCase("/api/captcha")]
    [TestCase("/api/platforms")]
    [TestCase("/user/info/get_admin_info")]
    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/metrics")]
    [TestCase("/.well-known/oauth-authorization-server")]
    [TestCase("/swagger/v1/swagger.json")]
    [TestCase("/api/nothing")]
    [TestCase("/")]
    public async Task Head_AnswersAsGetDoes(string path)
    {
        using var get = await _client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await _client.SendAsync(request);

        Assert.That(head.StatusCode, Is.EqualTo(get.StatusCode));
        Assert.That(head.Content.Headers.ContentType, Is.EqualTo(get.Content.Headers.ContentType));
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task Head_OfACallThatIsPostOnly_IsNotAllowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/login");
        using var response = await _client.SendAsync(request);

        Assert.That(response.Content.Headers.Allow, Is.EqualTo((string[])["POST"]));
    }

    [Test]
    public async Task WrongMethod_NamesHeadBesideGet()
    {
        using var response = await _client.PutAsync("/user/info/get_admin_info", content: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(response.Content.Headers.Allow, Is.EquivalentTo((string[])["GET", "HEAD"]));
    }

    [TestCase("/user/login/login_admin_info_by_aegisspeed_id", "application/x-www-form-urlencoded", "user_password=x&%00=%ff")]
    [TestCase("/api/login", "application/x-www-form-urlencoded", "user_name=user")]
    [TestCase("/api/login", "multipart/form-data; boundary=x", "not a form")]
    public async Task Form_InsteadOfJson_IsUnsupported(string path, string type, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        // A body that is not read must be told in the envelope too.
        request.Headers.Add("Idempotency-Key", RandomSecret.CreateId());
        using var response = await _client.SendAsync(request);

        Assert.That(response.Headers.GetValues("X-Error-Reason"), Is.EqualTo((string[])["unsupported-media-type"]));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"code\":"));
    }
}
