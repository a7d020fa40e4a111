using AegisAuth.Tests.Support;

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

    [TestCase("zh-CN", 360)]
    [TestCase("en-US", 360)]
    [TestCase("en-US", 1280)]
    public async Task Questions_BeforeAndAmidTheWork_AreFreeOfSeriousFindingsAndFit(string locale, int width)
    {
        await using var app = AdminWalk.AppThatAsks().Start();
        var visit = await VisitAsync(app, locale, width);

        await visit.PastEveryQuestionAsync(app, name => AccessibilityTests.CheckAsync(visit, name));
        visit.Forgive("40");
        await LeaveAsync();
    }

    [Test]
    [Explicit("Writes pictures for a person to look at.")]
    public async Task Pages_EveryView_AreDrawn([Values("zh-CN", "en-US")] string locale)
    {
        Pictures.Demand();
        await using var app = TestApp.Started();
        var visit = await VisitAsync(app, locale);

        await visit.PastEveryViewAsync(name => Pictures.DrawAsync(visit, name));
        await LeaveAsync();
    }

    [Test]
    [Explicit("Writes pictures for a person to look at.")]
    public async Task Questions_BeforeAndAmidTheWork_AreDrawn([Values("zh-CN", "en-US")] string locale)
    {
        Pictures.Demand();
        await using var app = AdminWalk.AppThatAsks().Start();
        var visit = await VisitAsync(app, locale);

        await visit.PastEveryQuestionAsync(app, name => Pictures.DrawAsync(visit, name));
        visit.Forgive("40");
        await LeaveAsync();
    }
}
