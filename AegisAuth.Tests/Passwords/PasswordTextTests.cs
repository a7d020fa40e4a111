using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;

namespace AegisAuth.Tests.Passwords;

public sealed class PasswordTextTests
{
    [TestCase(null, false)]
    [TestCase("", false)]
    [TestCase("x", true)]
    [TestCase(" ", true)]
    [TestCase("密码", true)]
    [TestCase("tab\there", false)]
    public void MayBePassword_AsGiven_IsWhatLoginTakes(string? password, bool expected) =>
        Assert.That(PasswordText.MayBePassword(password), Is.EqualTo(expected));

    [Test]
    public void MayBePassword_LengthInCodePoints_EndsAtTheMaximum()
    {
        // 128 emoji are 256 UTF-16 units: what can be chosen must be usable at login.
        var longest = string.Concat(Enumerable.Repeat("\U0001F600", PasswordText.MaxLength));

        Assert.That(PasswordText.MayBePassword(longest), Is.True);
        Assert.That(PasswordText.MayBePassword(longest + "x"), Is.False);
    }

    [Test]
    public void MayBePassword_HalfASurrogatePair_IsNone() => Assert.That(PasswordText.MayBePassword("half" + '\uD83D'), Is.False);

    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("e\u0301", 2)]
    [TestCase("\U0001F600\U0001F600", 2)]
    public void CountCharacters_AnyText_CountsCodePoints(string text, int expected) =>
        Assert.That(PlainText.CountCharacters(text), Is.EqualTo(expected));
}
