using System.Net;
using System.Text.RegularExpressions;
using AegisAuth.Api.Pages;
using AegisAuth.Application.Audit;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Pages;

/// <summary>How the page of administrators is served, and to whom; what it does is tested in a browser.</summary>
[TestFixture]
internal sealed partial class AdminPageTests
{
    private const string Networks = "AdminPage:AllowedNetworks";

    [Test]
    public async Task Page_Get_IsShownUnderAStrictPolicyAndNeverKept()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var answer = await client.GetAsync("/admin");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Is.EqualTo(PagesSetup.PagePolicy));
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
        // Linked from nowhere public.
        foreach (var page in (string[])["/", "/dashboard"])
        {
            Assert.That(await client.GetStringAsync(page), Does.Not.Contain("admin"), page);
        }
    }

    [TestCase("127.0.0.2", "/admin", "GET", HttpStatusCode.OK)]
    [TestCase("127.0.0.1", "/admin", "GET", HttpStatusCode.NotFound)]
    [TestCase("127.0.0.1", "/ADMIN/", "GET", HttpStatusCode.NotFound)]
    [TestCase("127.0.0.1", "/admin", "POST", HttpStatusCode.NotFound)]
    [TestCase("127.0.0.1", "/js/admin/admin.js", "GET", HttpStatusCode.NotFound)]
    [TestCase("127.0.0.1", "/css/admin.css", "HEAD", HttpStatusCode.NotFound)]
    [TestCase("127.0.0.1", "/", "GET", HttpStatusCode.OK)]
    public async Task Page_FromAnAddress_IsThereForTheNamedOnesOnly(string address, string path, string method, HttpStatusCode status)
    {
        await using var app = TestApp.Create().With(Networks, "127.0.0.2, 10.0.0.0/8").Start();
        using var client = app.ClientFrom(address);
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Page_ToAStranger_IsLikeAPathThatIsNot()
    {
        await using var app = TestApp.Create().With(Networks, "10.0.0.0/8").Start();
        using var client = app.Client();
        using var hidden = await client.GetAsync("/admin");
        using var nothing = await client.GetAsync("/nothing");

        Assert.That(await hidden.Content.ReadAsStringAsync(), Is.EqualTo(await nothing.Content.ReadAsStringAsync()));
        Assert.That(hidden.Headers.Select(header => header.Key), Is.EquivalentTo(nothing.Headers.Select(header => header.Key)));
    }

    [Test]
    public async Task Page_ForwardedByAnUnknownProxy_IsNotThere()
    {
        await using var app = TestApp.Create().With(Networks, "127.0.0.0/8").Start();
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");

        Assert.That((await client.GetAsync("/admin")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("/admin")]
    [TestCase("/js/admin/admin.js")]
    public async Task File_SwitchedOff_IsNotThere(string path)
    {
        await using var app = TestApp.Create().With("AdminPage:Enabled", "false").Start();
        using var client = app.Client();

        Assert.That((await client.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Page_WithoutTheLoginPage_HasAllThatItNames()
    {
        await using var app = TestApp.Create().With("LoginPage:Enabled", "false").Start();
        using var client = app.Client();
        var open = new Queue<string>(["/admin"]);
        var seen = new HashSet<string>();
        while (open.TryDequeue(out var path))
        {
            if (!seen.Add(path))
            {
                continue;
            }

            using var answer = await client.GetAsync(path);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            foreach (Match match in Reference().Matches(await answer.Content.ReadAsStringAsync()))
            {
                open.Enqueue(new Uri(new Uri(app.Address, path), match.Groups["path"].Value).AbsolutePath);
            }
        }

        Assert.That(seen, Has.Count.GreaterThan(20));
        Assert.That((await client.GetAsync("/")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await client.GetAsync("/js/login.js")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("zh")]
    [TestCase("en")]
    public async Task AuditLog_EveryWordOfIt_IsSaidInTheLanguageAndEveryActionCanBeChosen(string language)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var words = await client.GetStringAsync($"/js/admin/words.{language}.js");
        var choices = await client.GetStringAsync("/js/admin/audit.js");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(WordsOf(typeof(AuditActions)).Where(word => !words.Contains($"'action.{word}'")), Is.Empty);
            Assert.That(WordsOf(typeof(AuditReasons)).Where(word => !words.Contains($"'reason.{word}'")), Is.Empty);
            Assert.That(WordsOf(typeof(AuditActions)).Where(word => !choices.Contains($"'{word}'")), Is.Empty);
        }
    }

    private static IEnumerable<string> WordsOf(Type words) => words.GetFields().Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(
        """(?:(?:href|src)="|from '|`)(?<path>(?:\.{1,2}/|/(?:js|css|img)/|/favicon)[\w./-]+\.(?:js|css|svg))""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Reference();
}
