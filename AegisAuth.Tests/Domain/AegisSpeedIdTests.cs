using System.Globalization;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Domain;

public sealed class AegisSpeedIdTests
{
    [TestCase(1, "ASD000001")]
    [TestCase(42, "ASD000042")]
    [TestCase(999_999, "ASD999999")]
    [TestCase(1_000_000, "ASE000000")]
    [TestCase(1_000_001, "ASE000001")]
    [TestCase(22_999_999, "ASZ999999")]
    [TestCase(23_000_000, "ATA000000")]
    [TestCase(204_999_999, "AZZ999999")]
    [TestCase(205_000_000, "BAA000000")]
    public void FromNumber_KnownNumber_IsThatId(long number, string expected) =>
        Assert.That(AegisSpeedId.FromNumber(number).ToString(), Is.EqualTo(expected));

    [Test]
    public void FromNumber_MaxNumber_IsTheLastIdOfAll() =>
        Assert.That(AegisSpeedId.FromNumber(AegisSpeedId.MaxNumber).ToString(), Is.EqualTo("ZZZ999999"));

    [Test]
    public void FromNumber_OutsideTheRange_Throws([Values(long.MinValue, -1, 0)] long number) =>
        Assert.That(() => AegisSpeedId.FromNumber(number), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void FromNumber_AboveMaxNumber_Throws() =>
        Assert.That(() => AegisSpeedId.FromNumber(AegisSpeedId.MaxNumber + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void FromNumber_LargerNumber_IsLaterInOrdinalOrder()
    {
        // A prime step walks through every prefix from ASD to ZZZ without visiting 17 thousand million ids.
        var previous = AegisSpeedId.FromNumber(1).ToString();
        for (var number = 2L; number <= AegisSpeedId.MaxNumber; number += 999_983)
        {
            var id = AegisSpeedId.FromNumber(number).ToString();
            Assert.That(string.CompareOrdinal(previous, id), Is.Negative, $"{previous} before {id}");
            previous = id;
        }
    }

    [Test]
    public void TryParse_WhatFromNumberMade_IsTheSameId([Values(1, 999_999, 1_000_000, 204_999_999, 16_000_000_000)] long number)
    {
        var id = AegisSpeedId.FromNumber(number);

        Assert.That(AegisSpeedId.TryParse(id.ToString(), out var read), Is.True);
        Assert.That(read, Is.EqualTo(id));
        Assert.That(AegisSpeedId.Parse(id.ToString()), Is.EqualTo(id));
    }

    [TestCase("asd000001")]
    [TestCase("ASD000001")]
    [TestCase("aSd000001")]
    public void TryParse_AnyLetterCase_IsOneIdInUpperCase(string text)
    {
        Assert.That(AegisSpeedId.TryParse(text, out var id), Is.True);
        Assert.That(id.ToString(), Is.EqualTo("ASD000001"));
        Assert.That(id, Is.EqualTo(AegisSpeedId.FromNumber(1)));
    }

    [Test]
    public void TryParse_DigitsAndLettersInAnyPlace_Accepts() =>
        Assert.That(AegisSpeedId.Parse("1a2b3c4d5").ToString(), Is.EqualTo("1A2B3C4D5"));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("ASD00001", TestName = "TryParse_EightCharacters_Refuses")]
    [TestCase("ASD0000001", TestName = "TryParse_TenCharacters_Refuses")]
    [TestCase("ASD000001\n", TestName = "TryParse_LineFeedAfterNine_Refuses")]
    [TestCase("ASD00000\n", TestName = "TryParse_LineFeedAsNinth_Refuses")]
    [TestCase("\nASD00001", TestName = "TryParse_LineFeedFirst_Refuses")]
    [TestCase("ASD0\r\n01", TestName = "TryParse_LineBreakInside_Refuses")]
    [TestCase("ASD00000\u2028", TestName = "TryParse_LineSeparator_Refuses")]
    [TestCase("ASD00000\u0085", TestName = "TryParse_NextLine_Refuses")]
    [TestCase("ASD00000\uFF11", TestName = "TryParse_FullWidthDigit_Refuses")]
    [TestCase("\uFF21SD000001", TestName = "TryParse_FullWidthLetter_Refuses")]
    [TestCase("ASD00000\u0661", TestName = "TryParse_ArabicIndicDigit_Refuses")]
    [TestCase("ASD0000e\u0301", TestName = "TryParse_CombiningAccent_Refuses")]
    [TestCase("ASD00000\u00E9", TestName = "TryParse_AccentedLetter_Refuses")]
    [TestCase("ASD00000\0", TestName = "TryParse_Nul_Refuses")]
    [TestCase("ASD0000\uD83D\uDE00", TestName = "TryParse_SurrogatePair_Refuses")]
    [TestCase("ASD00000\u212A", TestName = "TryParse_KelvinSign_Refuses")]
    [TestCase("AS\u0131000001", TestName = "TryParse_DotlessI_Refuses")]
    [TestCase("AS\u0130000001", TestName = "TryParse_DottedCapitalI_Refuses")]
    [TestCase(" ASD00001", TestName = "TryParse_SpaceFirst_Refuses")]
    [TestCase("ASD00000 ", TestName = "TryParse_SpaceLast_Refuses")]
    [TestCase("ASD-00001", TestName = "TryParse_Dash_Refuses")]
    [TestCase("ASD00000\u200B", TestName = "TryParse_ZeroWidthSpace_Refuses")]
    public void TryParse_AnythingElse_Refuses(string? text)
    {
        Assert.That(AegisSpeedId.TryParse(text, out var id), Is.False);
        Assert.That(id, Is.EqualTo(default(AegisSpeedId)));
    }

    [Test]
    public void TryParse_EveryCharacterThereIs_TakesOnlyAsciiLettersAndDigits()
    {
        // Halves of surrogate pairs included, which do not survive in the attributes above.
        const string Taken = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

        var accepted = Enumerable
            .Range(0, char.MaxValue + 1)
            .Select(value => (char)value)
            .Where(character => AegisSpeedId.TryParse("ASD00000" + character, out _));

        Assert.That(new string([.. accepted]), Is.EqualTo(Taken));
    }

    [Test]
    [SetCulture("tr-TR")]
    public void TryParse_TurkishCulture_SmallIIsCapitalI()
    {
        // In Turkish the capital of i is U+0130; an id must not depend on where the server stands.
        Assert.That("i".ToUpper(CultureInfo.CurrentCulture), Is.EqualTo("\u0130"), "the culture is set");
        Assert.That(AegisSpeedId.Parse("iii000001").ToString(), Is.EqualTo("III000001"));
    }

    [Test]
    [SetCulture("ar-SA")]
    public void FromNumber_ArabicCulture_StaysAscii() =>
        Assert.That(AegisSpeedId.FromNumber(1_234_567).ToString(), Is.EqualTo("ASE234567"));

    [Test]
    public void Parse_NotAnId_ThrowsWithoutRepeatingTheText() =>
        Assert.That(() => AegisSpeedId.Parse("not-an-id"), Throws.InstanceOf<FormatException>().With.Message.Not.Contains("not-an-id"));

    [Test]
    public void ToString_Default_IsEmpty() => Assert.That(default(AegisSpeedId).ToString(), Is.Empty);
}
