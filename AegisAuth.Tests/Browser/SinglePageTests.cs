using System.Diagnostics.CodeAnalysis;
using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary><c>docs/samples/spa</c> on another origin, in a real browser.</summary>
[TestFixture]
internal sealed class SinglePageTests : BrowserTests
{
    [SuppressMessage("Structure", "NUnit1032", Justification = "StopPagesAsync disposes of it.")]
    private OtherOrigin _shop = null!;

    [SuppressMessage("Structure", "NUnit1032", Justification = "StopPagesAsync disposes of it.")]
    private OtherOrigin _stranger = null!;

    protected override TestApp Configure(TestApp app)
    {
        _shop = OtherOrigin.Start();
        _stranger = OtherOrigin.Start();
        return app.With("Site:AllowedOrigins", _shop.Origin);
    }

    [OneTimeTearDown]
    public async Task StopPagesAsync()
    {
        await _shop.DisposeAsync();
        await _stranger.DisposeAsync();
    }

    [Test]
    public async Task Shop_LogsInCallsRenewsAndLogsOut()
    {
        var visit = await LogInAsync();
        await visit.At("#who").ClickAsync();
        await TellsAsync(visit, "You are user");
        var before = await visit.CookieAsync("token");

        App.Time.Advance(TimeSpan.FromHours(23.5));
        await visit.At("#who").ClickAsync();
        await TellsAsync(visit, "You are user, renewed");
        Assert.That((await visit.CookieAsync("token"))?.Value, Is.Not.EqualTo(before?.Value));

        // The first token has ended by now.
        App.Time.Advance(TimeSpan.FromHours(2));
        await visit.At("#who").ClickAsync();
        await TellsAsync(visit, "You are user");

        await visit.At("#logout").ClickAsync();
        await TellsAsync(visit, "Logged out");
        await visit.At("#who").ClickAsync();
        await TellsAsync(visit, "Log in first");
    }

    [TestCase("application/json")]
    [TestCase("text/plain")]
    public async Task Stranger_WithTheUsersCookie_ChangesNothingAndReadsNothing(string contentType)
    {
        var visit = await LogInAsync();
        await visit.Page.GotoAsync($"{_stranger.Origin}/index.html");
        // JSON needs a preflight, which grants nothing; plain text is sent at once, with the cookie, and is refused for its origin.
        var read = await visit.Page.EvaluateAsync<bool>(
            """
            ([address, type]) => fetch(address, { method: 'POST', credentials: 'include', headers: { 'Content-Type': type }, body: '{}' })
              .then(() => true, () => false)
            """,
            new[] { $"{_shop.Service}/api/logout", contentType }
        );
        Assert.That(read, Is.False);
        visit.Forgive("CORS");
        visit.Forgive("net::ERR_FAILED");

        await visit.Page.GotoAsync($"{_shop.Origin}/index.html");
        await visit.At("#who").ClickAsync();
        await TellsAsync(visit, "You are user");
    }

    private static Task TellsAsync(Visit visit, string text) => Assertions.Expect(visit.At("#told")).ToHaveTextAsync(text);

    private async Task<Visit> LogInAsync()
    {
        _shop.Service = _stranger.Service = $"http://127.0.0.1:{App.Address.Port}";
        var visit = await VisitAsync("en-US");
        await visit.Page.GotoAsync($"{_shop.Origin}/index.html");
        await visit.At("[name=user_name]").FillAsync("user");
        await visit.At("[name=password]").FillAsync(Some.Password);
        await visit.At("#login button").ClickAsync();
        await TellsAsync(visit, "Welcome user");
        return visit;
    }
}
