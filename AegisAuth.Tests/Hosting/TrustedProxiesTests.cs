using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Hosting;

/// <summary>Whose word about the client counts: from the right, as long as the sender is known.</summary>
[TestFixture]
internal sealed class TrustedProxiesTests
{
    [TestCase("203.0.113.9", "203.0.113.9")]
    [TestCase("203.0.113.9, 10.0.0.2", "203.0.113.9")]
    [TestCase("198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9", TestName = "A forged left part counts for nothing")]
    [TestCase("10.0.0.2, 203.0.113.9, 10.0.0.2", "203.0.113.9", TestName = "Also one that names a proxy")]
    public async Task Address_BehindTwoProxies_IsTheFirstUnknownFromTheRight(string forwarded, string expected)
    {
        await using var app = App();
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);

        using var login = await client.TryAdminLoginAsync(Some.SuperAdmin, Some.Password);

        Assert.That(app.Rows("SELECT address FROM sessions"), Is.EqualTo((string[])[expected]));
    }

    [Test]
    public async Task Scheme_BehindTwoProxies_MakesTheCookieSecure()
    {
        await using var app = App();
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9, 10.0.0.2");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https, http");

        using var login = await client.TrySiteLoginAsync("user", Some.Password);

        Assert.That(login.Headers.GetValues("Set-Cookie"), Has.All.Contains("secure"));
    }

    [Test]
    public async Task Sender_ThatIsNotNamed_IsToldOfOnceAnHour()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.GetAsync("/api/captcha");
        }

        app.Time.Advance(TimeSpan.FromHours(1));
        using var later = await client.GetAsync("/api/captcha");

        Assert.That(app.Log.Text().Split("sends X-Forwarded headers"), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Everyone_Named_IsWarnedOf()
    {
        await using var app = TestApp.Create().With("ForwardedHeaders:KnownProxies", "0.0.0.0/0").Start();

        Assert.That(app.Log.Text(), Does.Contain("every sender is believed"));
    }

    private static TestApp App() =>
        TestApp
            .Create()
            .With("ForwardedHeaders:KnownProxies:0", "127.0.0.1")
            .With("ForwardedHeaders:KnownProxies:1", "10.0.0.0/24")
            .With("ForwardedHeaders:KnownProxies:2", "::1")
            .Start();
}
