using System.Diagnostics.CodeAnalysis;
using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Where the login page sends a browser afterwards: to listed origins only, whichever way in was taken.</summary>
[TestFixture]
internal sealed class NextTests : BrowserTests
{
    [SuppressMessage("Structure", "NUnit1032", Justification = "StopPagesAsync disposes of it.")]
    private OtherOrigin _application = null!;

    private string Next => $"{_application.Origin}/index.html";

    protected override TestApp Configure(TestApp app)
    {
        _application = OtherOrigin.Start();
        return app.With("Site:ReturnOrigins", _application.Origin);
    }

    [OneTimeTearDown]
    public async Task StopPagesAsync() => await _application.DisposeAsync();

    [Test]
    public async Task Password_GoesToTheApplication()
    {
        var visit = await AskAsync(Next);
        await visit.SendPasswordAsync("user", Some.Password);

        await visit.Page.WaitForURLAsync(Next);
    }

    [Test]
    public async Task Provider_GoesToTheApplication()
    {
        var visit = await AskAsync(Next);
        await visit.At("#via-google").ClickAsync();
        await visit.ConsentAsync("wang");

        await visit.Page.WaitForURLAsync(Next);
    }

    [Test]
    public async Task UserWhoIsLoggedInAlready_GoesToTheApplication()
    {
        var visit = await VisitAsync();
        await visit.LogInAsync();

        await visit.Page.GotoAsync("/?next=" + Uri.EscapeDataString(Next), new() { WaitUntil = WaitUntilState.Commit });

        await visit.Page.WaitForURLAsync(Next);
    }

    [TestCase("//{0}/index.html")]
    [TestCase(@"\\{0}/index.html")]
    [TestCase(@"http:\\{0}/index.html")]
    [TestCase("http://user@{0}/index.html")]
    [TestCase("http://{0}@evil.example/")]
    [TestCase("https://{0}/index.html")]
    [TestCase("http://127.0.0.1:1/index.html")]
    [TestCase("javascript:alert(1)")]
    [TestCase("/admin")]
    public async Task OtherAddress_IsIgnored(string next)
    {
        var visit = await AskAsync(next.Replace("{0}", new Uri(_application.Origin).Authority));
        await visit.SendPasswordAsync("user", Some.Password);

        await visit.ArriveAsync("/dashboard");
        Assert.That(new Uri(visit.Page.Url).Authority, Is.EqualTo(App.Address.Authority));
    }

    private async Task<Visit> AskAsync(string next)
    {
        var visit = await VisitAsync();
        await visit.Page.GotoAsync("/?next=" + Uri.EscapeDataString(next));
        return visit;
    }
}
