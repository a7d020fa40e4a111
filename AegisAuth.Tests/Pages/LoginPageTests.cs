using System.Net;
using System.Text.RegularExpressions;
using AegisAuth.Api.Hosting;
using AegisAuth.Api.Pages;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Pages;

/// <summary>How the pages are served; what they do is tested in a browser.</summary>
[TestFixture]
internal sealed partial class LoginPageTests
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

    [TestCase("/", "login-form")]
    [TestCase("/dashboard", "session-list")]
    public async Task Page_Get_IsShownUnderAStrictPolicyAndNeverKept(string path, string holds)
    {
        using var answer = await _client.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"\"{holds}\""));
        Assert.That(Header(answer, "Content-Security-Policy"), Is.EqualTo(PagesSetup.PagePolicy));
        Assert.That(Header(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(Header(answer, "Referrer-Policy"), Is.EqualTo("no-referrer"));
        Assert.That(Header(answer, "Cache-Control"), Is.EqualTo("no-store"));
    }

    [Test]
    public void Policy_OfPages_AllowsNothingInlineAndNothingForeign()
    {
        var directives = PagesSetup.PagePolicy.Split("; ");

        Assert.That(directives, Does.Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("style-src 'self'"));
        Assert.That(directives, Does.Contain("frame-ancestors 'none'").And.Contain("base-uri 'none'").And.Contain("form-action 'none'"));
        Assert.That(PagesSetup.PagePolicy, Does.Not.Contain("unsafe").And.Not.Contain("*").And.Not.Contain("http"));
    }

    [TestCase("/")]
    [TestCase("/dashboard")]
    public async Task PasswordFields_CutNothingOfAPastedPassword(string path)
    {
        // A browser cuts in silence: the account would get another password than the one in the password manager.
        var fields = PasswordField().Matches(await _client.GetStringAsync(path)).Select(field => field.Value).ToList();

        Assert.That(fields, Is.Not.Empty.And.All.Not.Contain("maxlength"));
    }

    [TestCase("/js/login.js", "text/javascript; charset=utf-8")]
    [TestCase("/css/base.css", "text/css; charset=utf-8")]
    [TestCase("/img/icons.svg", "image/svg+xml")]
    [TestCase("/favicon.svg", "image/svg+xml")]
    public async Task Asset_AskedForAgain_IsRevalidatedByItsTag(string path, string type)
    {
        using var first = await _client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await _client.SendAsync(request);

        Assert.That(first.Content.Headers.ContentType!.ToString(), Is.EqualTo(type));
        Assert.That(Header(first, "Cache-Control"), Is.EqualTo("no-cache"));
        Assert.That(Header(first, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await again.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("/")]
    [TestCase("/js/login.js")]
    public async Task File_Head_HasTheHeadersOfGetAndNoBody(string path)
    {
        using var got = await _client.GetAsync(path);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(got.Content.Headers.ContentLength));
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("GET", "/js/none.js", HttpStatusCode.NotFound)]
    [TestCase("GET", "/index.html", HttpStatusCode.NotFound)]
    [TestCase("GET", "/js/..%2f..%2fappsettings.json", HttpStatusCode.NotFound)]
    [TestCase("POST", "/", HttpStatusCode.MethodNotAllowed)]
    public async Task Request_ForNothingThere_IsProblemDetails(string method, string path, HttpStatusCode status)
    {
        using var answer = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Pages_NameOnlyFilesThatAreServed()
    {
        foreach (var page in PageFile.All.Where(file => file.IsPage || file.Name.EndsWith(".js", StringComparison.Ordinal)))
        {
            var text = System.Text.Encoding.UTF8.GetString(page.Content);
            foreach (Match match in Reference().Matches(text))
            {
                var path = new Uri(new Uri(_app.Address, page.Name), match.Groups["path"].Value);
                using var answer = await _client.GetAsync(path);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{page.Name} names {path}");
            }
        }
    }

    [TestCase("/")]
    [TestCase("/dashboard")]
    [TestCase("/js/login.js")]
    public async Task File_SwitchedOff_IsNotThere(string path)
    {
        await using var app = TestApp.Create().With(FeatureSwitches.LoginPage, "false").Start();
        using var client = app.Client();

        using var answer = await client.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Page_InProduction_IsThere()
    {
        await using var app = TestApp
            .CreateEmpty()
            .In("Production")
            .With("Bootstrap:AdminPassword", "a password of the first administrator")
            .Start();
        using var client = app.Client();

        Assert.That((await client.GetAsync("/")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await client.GetAsync("/dev/simulator")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));

    // In HTML the addresses of assets, in scripts the modules that they import and the pictures that they draw.
    [GeneratedRegex("<input[^>]*type=\"password\"[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PasswordField();

    [GeneratedRegex(
        """(?:(?:href|src)="|from '|`)(?<path>(?:\./|/(?:js|css|img)/|/favicon)[\w./-]+\.(?:js|css|svg))""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Reference();
}
