using System.Globalization;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Domain;

/// <summary>Numbers here are made up: area 110101, a birthday, a serial number and the right check character.</summary>
public sealed class ResidentIdTests
{
    // GB 11643-1999 annex A works through this very number.
    private const string FromTheStandard = "11010519491231002X";

    [Test]
    public void TryParse_TheExampleOfTheStandard_Accepts()
    {
        Assert.That(ResidentId.TryParse(FromTheStandard, out var id), Is.True);
        Assert.That(id.Reveal(), Is.EqualTo(FromTheStandard));
    }

    [Test]
    public void TryParse_SmallX_IsStoredAsCapital()
    {
        Assert.That(ResidentId.TryParse("11010519491231002x", out var id), Is.True);
        Assert.That(id.Reveal(), Is.EqualTo(FromTheStandard));
    }

    [Test]
    public void TryParse_EveryCheckCharacter_ExactlyOneIsRight(
        [Values("11010519491231002", "44052418800101001", "11010119900307876", "99999999999999999")] string digits
    )
    {
        var accepted = "0123456789X".Where(check => ResidentId.TryParse(digits + check, out _)).ToArray();

        Assert.That(accepted, Is.EqualTo(new[] { ByIso7064(digits) }));
    }

    [Test]
    public void TryParse_OneDigitChanged_Refuses()
    {
        for (var place = 0; place < 17; place++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = FromTheStandard[..place] + digit + FromTheStandard[(place + 1)..];
                var same = changed == FromTheStandard;
                Assert.That(ResidentId.TryParse(changed, out _), Is.EqualTo(same), changed);
            }
        }
    }

    [Test]
    public void TryParse_TwoNeighboursExchanged_Refuses()
    {
        for (var place = 0; place < 16; place++)
        {
            var exchanged = FromTheStandard.ToCharArray();
            (exchanged[place], exchanged[place + 1]) = (exchanged[place + 1], exchanged[place]);
            var same = exchanged[place] == exchanged[place + 1];
            Assert.That(ResidentId.TryParse(new string(exchanged), out _), Is.EqualTo(same), $"at {place}");
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("110105491231002", TestName = "TryParse_OldFifteenDigits_Refuses")]
    [TestCase("1101051949123100", TestName = "TryParse_TooShort_Refuses")]
    [TestCase("11010519491231002XX", TestName = "TryParse_TooLong_Refuses")]
    [TestCase("11010519491231002X\n", TestName = "TryParse_LineFeedAfter_Refuses")]
    [TestCase("X1010519491231002X", TestName = "TryParse_XFirst_Refuses")]
    [TestCase("1101051949123100\uFF12X", TestName = "TryParse_FullWidthDigit_Refuses")]
    [TestCase("11010519491231002\uFF38", TestName = "TryParse_FullWidthX_Refuses")]
    [TestCase("11010519491231002\u00D7", TestName = "TryParse_MultiplicationSign_Refuses")]
    public void TryParse_AnotherForm_Refuses(string? text)
    {
        Assert.That(ResidentId.TryParse(text, out var id), Is.False);
        Assert.That(id.Reveal(), Is.Empty);
    }

    [Test]
    public void Masked_AnyNumber_KeepsThreeAndFour()
    {
        Assert.That(ResidentId.TryParse(FromTheStandard, out var id), Is.True);
        Assert.That(id.Masked, Is.EqualTo("110***********002X"));
    }

    [Test]
    public void ToString_EveryWayToPrint_NeverReveals()
    {
        Assert.That(ResidentId.TryParse(FromTheStandard, out var id), Is.True);
        object boxed = id;
        ResidentId? nullable = id;

        string[] printed =
        [
            id.ToString(),
            $"{id}",
            string.Format(CultureInfo.InvariantCulture, "{0}", boxed),
            string.Concat("", boxed),
            nullable.ToString()!,
            new { Number = id }.ToString()!,
            Tuple.Create(id).ToString(),
            System.Text.Json.JsonSerializer.Serialize(id),
        ];

        // The middle of the number is the birthday; not a part of it may be seen.
        Assert.That(printed, Has.None.Contains("1949").And.None.Contains("0519").And.None.Contains("1231"));
        Assert.That(printed[0], Is.EqualTo(id.Masked));
    }

    [Test]
    public void Default_NothingRead_IsEmptyEverywhere()
    {
        Assert.That(default(ResidentId).Masked, Is.Empty);
        Assert.That(default(ResidentId).ToString(), Is.Empty);
        Assert.That(default(ResidentId).Reveal(), Is.Empty);
    }

    // ISO 7064 MOD 11-2 in its recursive form, so that the table of weights is not checked against itself.
    private static char ByIso7064(string digits)
    {
        var product = digits.Aggregate(0, (sum, digit) => (sum + (digit - '0')) * 2 % 11);
        var check = (12 - product) % 11;
        return check == 10 ? 'X' : (char)('0' + check);
    }
}
