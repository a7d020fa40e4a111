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

    [Test]
    public void MayBePassword_WrittenInMorePartsThanItHas_IsMeasuredInTheShorterForm()
    {
        var rest = new string('x', PasswordText.MaxLength - 1);

        // One system sends this letter as two characters, and each system must take what can be chosen on the other.
        Assert.That(PasswordText.MayBePassword("e\u0301" + rest), Is.True);
        Assert.That(PasswordText.MayBePassword("e\u0301" + rest + "x"), Is.False);
        // This one is two characters only in its normal form.
        Assert.That(PasswordText.MayBePassword(new string('\u0958', PasswordText.MaxLength)), Is.True);
    }

    [TestCase("e\u0301", "\u00E9")]
    [TestCase("\uFF11", "\uFF11", Description = "NFC, not NFKC: another character is another password.")]
    public void Prepare_Text_IsItsNormalForm(string password, string expected) =>
        Assert.That(PasswordText.Prepare(password), Is.EqualTo(expected));

    [Test]
    public void Prepare_NoText_StaysAsItIs()
    {
        var half = "e\u0301" + '\uD83D';

        Assert.That(PasswordText.Prepare(half), Is.EqualTo(half));
    }

    [TestCase(0xFDCF, true)]
    [TestCase(0xFDD0, false)]
    [TestCase(0xFDEF, false)]
    [TestCase(0xFDF0, true)]
    [TestCase(0xFFFD, true)]
    [TestCase(0xFFFE, false)]
    [TestCase(0x1FFFF, false)]
    [TestCase(0x10FFFD, true)]
    [TestCase(0x10FFFE, false)]
    public void IsText_ACodePoint_IsNotANoncharacter(int point, bool expected) =>
        Assert.That(PlainText.IsText("x" + char.ConvertFromUtf32(point)), Is.EqualTo(expected));

    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("e\u0301", 2)]
    [TestCase("\U0001F600\U0001F600", 2)]
    public void CountCharacters_AnyText_CountsCodePoints(string text, int expected) =>
        Assert.That(PlainText.CountCharacters(text), Is.EqualTo(expected));
}
