using System.Globalization;
using AegisAuth.Application.Captcha;

namespace AegisAuth.Tests.Captcha;

public sealed class CaptchaTextTests
{
    [Test]
    public void New_ManyTimes_IsFiveCharactersOfTheAlphabet()
    {
        var texts = Enumerable.Range(0, 2_000).Select(_ => CaptchaText.New()).ToArray();

        Assert.That(texts, Has.All.Length.EqualTo(CaptchaText.Length));
        Assert.That(texts.SelectMany(text => text).Distinct(), Is.EquivalentTo(CaptchaText.Alphabet));

        // Of 371,293 texts, 2,000 draws meet one another about five times.
        Assert.That(texts.Distinct().Count(), Is.GreaterThan(1_950));
    }

    [Test]
    public void Alphabet_CharactersThatPeopleMixUp_HoldsOneOfEachGroupAtMost(
        [Values("0OQDCG", "1ILJ7T", "2Z", "5S", "8B3", "6G9", "UV", "MW", "EF", "A4", "PR")] string alike
    ) => Assert.That(alike.Count(CaptchaText.Alphabet.Contains), Is.LessThanOrEqualTo(1));

    [TestCase("AC3EH", true)]
    [TestCase("ac3eh", true)]
    [TestCase("aC3eH", true)]
    [TestCase(" AC3EH ", true)]
    [TestCase("AC3EK", false)]
    [TestCase("AC3E", false)]
    [TestCase("AC3EHH", false)]
    [TestCase("AC 3EH", false)]
    [TestCase("HE3CA", false)]
    [TestCase("", false)]
    [TestCase("     ", false)]
    [TestCase(null, false)]
    [TestCase("\uFF21C3EH", true, Description = "full width, as an input method for Chinese types it")]
    [TestCase("AC3E\u041D", false, Description = "a Cyrillic letter")]
    public void Matches_WhatWasTyped_IgnoresCaseAndNothingElse(string? typed, bool expected) =>
        Assert.That(CaptchaText.Matches("AC3EH", typed), Is.EqualTo(expected));

    [Test]
    public void Matches_AnyNewTextInSmallLetters_IsRight()
    {
        var text = CaptchaText.New();

        Assert.That(CaptchaText.Matches(text, text.ToLowerInvariant()), Is.True);
    }

    [Test]
    [SetCulture("tr-TR")]
    public void Matches_TurkishCulture_IsTheSame()
    {
        Assert.That("i".ToUpper(CultureInfo.CurrentCulture), Is.EqualTo("\u0130"), "the culture is set");
        Assert.That(CaptchaText.Matches("IIIII", "iiiii"), Is.True);
    }
}
