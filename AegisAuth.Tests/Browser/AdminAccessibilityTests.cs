using AegisAuth.Tests.Support;
using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>Every view of the page of administrators passes axe-core and can be read on a narrow phone, by day and by night.</summary>
[TestFixture]
internal sealed class AdminAccessibilityTests : BrowserTests
{
    [TestCase("zh-CN", 360)]
    [TestCase("en-US", 360)]
    [TestCase("en-US", 1280)]
    public async Task Pages_EveryView_AreFreeOfSeriousFindingsAndFit(string locale, int width)
    {
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, locale, width);

        await visit.PastEveryViewAsync(name => AccessibilityTests.CheckAsync(visit, name));
        await LeaveAsync();
    }

    [Test]
    [Explicit("Writes pictures for a person to look at.")]
    public async Task Pages_EveryView_AreDrawn([Values("zh-CN", "en-US")] string locale, [Values(360, 1280)] int width, [Values] bool dark)
    {
        var folder = Environment.GetEnvironmentVariable("AEGISAUTH_SCREENSHOTS");
        Assume.That(folder, Is.Not.Null.And.Not.Empty, "AEGISAUTH_SCREENSHOTS names no folder.");
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, locale, width);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });

        await visit.PastEveryViewAsync(name =>
            visit.Page.ScreenshotAsync(
                new() { Path = Path.Combine(folder!, $"{name}-{width}-{locale}-{(dark ? "dark" : "light")}.png"), FullPage = true }
            )
        );
        await LeaveAsync();
    }
}
