using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Browser;

/// <summary>What tests in a browser share: a program for each fixture, a browser of one's own for each visitor, a silent console.</summary>
[NonParallelizable]
internal abstract class BrowserTests
{
    private readonly List<Visit> _visits = [];

    protected TestApp App { get; private set; } = null!;

    protected virtual TestApp Configure(TestApp app) => app;

    protected Task<Visit> VisitAsync(string locale = "zh-CN", int width = 1280) => VisitAsync(App, locale, width);

    protected async Task<Visit> VisitAsync(TestApp app, string locale = "zh-CN", int width = 1280, string? host = null)
    {
        var visit = await Visit.BeginAsync(app, locale, width, host);
        _visits.Add(visit);
        return visit;
    }

    [OneTimeSetUp]
    public void StartApp() => App = Configure(TestApp.Create()).Start();

    [OneTimeTearDown]
    public async Task StopAppAsync() => await App.DisposeAsync();

    [TearDown]
    public async Task LeaveAsync()
    {
        var complaints = _visits.SelectMany(visit => visit.Complaints).ToList();
        foreach (var visit in _visits)
        {
            await visit.Page.Context.CloseAsync();
        }

        _visits.Clear();
        Assert.That(complaints, Is.Empty, "The console of the browser");
    }
}
