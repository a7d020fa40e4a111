namespace AegisAuth.Tests.Browser;

[TestFixture]
internal sealed class ChromiumPathTests
{
    [TestCase("no-such-file")]
    [TestCase(".")]
    public void Of_NamedButNoFile_NamesTheVariableAndWhatItHolds(string named)
    {
        var (path, whyNone) = ChromiumPath.Of(named);

        Assert.That(path, Is.Null);
        Assert.That(whyNone, Does.Contain("CHROMIUM_PATH").And.Contain($"'{named}'"));
    }

    [Test]
    public void Of_NamedAndThere_IsTaken()
    {
        var there = Environment.ProcessPath!;

        Assert.That(ChromiumPath.Of(there).Path, Is.EqualTo(there));
    }

    [TestCase(null)]
    [TestCase("")]
    public void Of_NotNamed_LooksWhereTheSystemKeepsIt(string? named) =>
        Assert.That(ChromiumPath.Of(named).WhyNone, Does.Contain("install").And.Contain("CHROMIUM_PATH"));
}
