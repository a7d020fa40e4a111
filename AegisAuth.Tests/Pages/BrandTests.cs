using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Pages;

/// <summary>The operator's name and picture instead of ours.</summary>
[TestFixture]
internal sealed class BrandTests
{
    private const string Svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>""";

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aegisauth-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task NameAndLogo_StandOnPagesAndInTheAuthenticator()
    {
        var logo = Path.Combine(_folder, "logo.svg");
        await File.WriteAllTextAsync(logo, Svg);
        await using var app = TestApp.Create().With("Brand:Name", "Acme 认证").With("Brand:LogoFile", logo).Start();
        using var client = app.Client();

        foreach (var page in (string[])["/", "/dashboard", "/admin"])
        {
            Assert.That(
                await client.GetStringAsync(page),
                Does.Contain("Acme 认证").And.Contain("src=\"/img/brand.svg\"").And.Not.Contain("AegisAuth"),
                page
            );
        }

        Assert.That(await client.GetStringAsync("/js/words.en.js"), Does.Contain("Sign in · Acme 认证"));
        using var picture = await client.GetAsync("/img/brand.svg");
        Assert.That(picture.Content.Headers.ContentType?.MediaType, Is.EqualTo("image/svg+xml"));
        // Opened by itself its script must not run.
        Assert.That(picture.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'"));

        var enrolment = await client.DataAsync(
            HttpMethod.Post,
            "/user/totp/enroll",
            await app.SessionAsync(await app.UserAsync(Some.SuperAdmin)),
            new { }
        );
        Assert.That(enrolment.GetRawText(), Does.Contain("issuer=Acme%20%E8%AE%A4%E8%AF%81"));
    }

    /// <summary>A name with an apostrophe must not end the strings it stands in, nor one with a dollar begin code.</summary>
    [Test]
    public async Task Name_WithMarksOfScripts_StaysAName()
    {
        await using var app = TestApp.Create().With("Brand:Name", "O'Brien `${1}`").Start();
        using var client = app.Client();

        Assert.That(await client.GetStringAsync("/js/words.en.js"), Does.Contain(@"'Sign in · O\u0027Brien \u0060\u0024{1}\u0060'"));
        Assert.That(await client.GetStringAsync("/js/admin/admin.js"), Does.Contain(@"· O\u0027Brien \u0060\u0024{1}\u0060`"));
        Assert.That(await client.GetStringAsync("/"), Does.Contain("登录 · O&#x27;Brien"));
    }

    [Test]
    public async Task Name_WithMarksOfMarkup_StopsTheStartWithTheKeyOnce()
    {
        await using var service = ServiceProcess.Begin(_folder, "Development", ("Brand:Name", "Acme <b>"));

        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        Assert.That(service.Errors, Does.StartWith("Brand:Name must hold no control characters"));
    }

    [TestCase("text.svg", "no picture", "Brand:LogoFile must be an SVG or PNG picture")]
    [TestCase("", "", "Brand:LogoFile cannot be read")]
    public async Task Logo_ThatIsNone_StopsTheStart(string name, string content, string sentence)
    {
        var logo = Path.Combine(_folder, name.Length > 0 ? name : "missing.svg");
        if (name.Length > 0)
        {
            await File.WriteAllTextAsync(logo, content);
        }

        await using var service = ServiceProcess.Begin(_folder, "Development", ("Brand:LogoFile", logo));

        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        Assert.That(service.Errors, Does.StartWith(sentence));
    }

    [TestCase("https", "https")]
    [TestCase("javascript", "http")]
    public async Task Address_IsDrawnByTheServer(string scheme, string drawn)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var svg = await client.GetStringAsync($"/img/here.svg?scheme={scheme}");
        var other = await client.GetStringAsync($"/img/here.svg?scheme={(drawn == "https" ? "http" : "https")}");

        Assert.That(svg, Does.StartWith("<svg").And.Not.EqualTo(other));
    }
}
