using AegisAuth.Application.Common;

namespace AegisAuth.Tests.Users;

/// <summary>Which names show everything that is in them, and what is left of the others.</summary>
[TestFixture]
internal sealed class VisibleTextTests
{
    [TestCase("")]
    [TestCase("张伟")]
    [TestCase("Zoë  O'Brien (东京)")]
    [TestCase("全角\u3000空格", Description = "a wide blank")]
    [TestCase("no\u00A0break")]
    [TestCase("דוד المدير", Description = "letters that run from the right need no marks")]
    [TestCase("महेश")]
    [TestCase("👨\u200D👩\u200D👧 ❤\uFE0F", Description = "what holds an emoji together")]
    [TestCase("👋🏽🇨🇳")]
    public void IsVisible_NothingHidden_TrueAndLeftAsItIs(string text)
    {
        Assert.That(VisibleText.IsVisible(text), Is.True);
        Assert.That(VisibleText.Of(text), Is.EqualTo(text.Replace('\u3000', ' ').Replace('\u00A0', ' ')));
    }

    [TestCase("admin\u202Ex", "adminx", Description = "right-to-left override")]
    [TestCase("a\u2066b\u2069", "ab", Description = "isolates")]
    [TestCase("a\u200Fb", "ab", Description = "right-to-left mark")]
    [TestCase("a\u061Cb", "ab", Description = "Arabic letter mark")]
    [TestCase("ad\u200Bmin", "admin", Description = "zero width space")]
    [TestCase("ad\u200Dmin", "admin", Description = "a joiner without an emoji")]
    [TestCase("👧\u200D", "👧", Description = "a joiner that joins nothing")]
    [TestCase("a\uFE0F", "a", Description = "variation selector of a letter")]
    [TestCase("a\u3164", "a", Description = "a filler that is a letter")]
    [TestCase("a\u00ADb", "ab", Description = "soft hyphen")]
    [TestCase("a\uFEFFb", "ab", Description = "byte order mark")]
    [TestCase("a\u2028b", "a b", Description = "line separator")]
    [TestCase("a\u2029b", "a b", Description = "paragraph separator")]
    [TestCase("a\tb", "a b", Description = "tabulator")]
    [TestCase("\uE000", "", Description = "private use")]
    [TestCase("x\uDB40\uDC41", "x", Description = "a tag")]
    public void IsVisible_SomethingHidden_FalseAndLeftOut(string text, string left)
    {
        Assert.That(VisibleText.IsVisible(text), Is.False);
        Assert.That(VisibleText.Of(text), Is.EqualTo(left));
    }
}
