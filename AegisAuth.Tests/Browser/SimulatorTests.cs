namespace AegisAuth.Tests.Browser;

/// <summary>The simulator's own pages, where they are more than a step of a login.</summary>
[TestFixture]
internal sealed class SimulatorTests : BrowserTests
{
    [TestCase(360)]
    [TestCase(1280)]
    public async Task MiniProgram_LoginOfAPerson_IsShownWithoutACutLine(int width)
    {
        var visit = await VisitAsync(width: width);
        await visit.Page.GotoAsync("/dev/simulator");

        await visit.At("button.first").ClickAsync();

        var cut = await visit
            .At("textarea:not(#body)")
            .EvaluateAllAsync<string[]>("boxes => boxes.filter(box => box.scrollHeight > box.clientHeight).map(box => box.id)");
        Assert.That(await visit.At("#rawData").CountAsync(), Is.EqualTo(1));
        Assert.That(cut, Is.Empty);
    }
}
