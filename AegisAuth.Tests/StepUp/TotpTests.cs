using AegisAuth.Application.StepUp;

namespace AegisAuth.Tests.StepUp;

public sealed class TotpTests
{
    // RFC 6238 appendix B: the ASCII text 12345678901234567890.
    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    // A moment in the middle of a step.
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_125);

    // The appendix prints eight digits; six are their end.
    [TestCase(59, "94287082")]
    [TestCase(1_111_111_109, "07081804")]
    [TestCase(1_111_111_111, "14050471")]
    [TestCase(1_234_567_890, "89005924")]
    [TestCase(2_000_000_000, "69279037")]
    [TestCase(20_000_000_000, "65353130")]
    public void MatchingStep_VectorsOfTheRfc_AreRight(long seconds, string eightDigits)
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(seconds);

        Assert.That(Totp.MatchingStep(Key, eightDigits[2..], moment, Totp.NoStep), Is.EqualTo(seconds / 30));
    }

    // RFC 4226 appendix D, the same key: the counter instead of the time.
    [TestCase(0, "755224")]
    [TestCase(1, "287082")]
    [TestCase(2, "359152")]
    [TestCase(3, "969429")]
    [TestCase(4, "338314")]
    [TestCase(5, "254676")]
    [TestCase(6, "287922")]
    [TestCase(7, "162583")]
    [TestCase(8, "399871")]
    [TestCase(9, "520489")]
    public void CodeOf_VectorsOfRfc4226_AreRight(long counter, string expected) =>
        Assert.That(Totp.CodeOf(Key, counter), Is.EqualTo(expected));

    [TestCase(-2, false)]
    [TestCase(-1, true)]
    [TestCase(0, true)]
    [TestCase(1, true)]
    [TestCase(2, false)]
    public void MatchingStep_CodeOfANeighbour_TakesOneStepEitherWayAtMost(int offset, bool taken)
    {
        var step = Totp.StepAt(Now) + offset;

        var answer = Totp.MatchingStep(Key, Totp.CodeOf(Key, step), Now, Totp.NoStep);

        Assert.That(answer, Is.EqualTo(taken ? step : null));
    }

    [Test]
    public void MatchingStep_EdgesOfTheSteps_AreExactToTheMillisecond()
    {
        const long Step = 37_037_037;
        var code = Totp.CodeOf(Key, Step);
        var begins = DateTimeOffset.FromUnixTimeSeconds(Step * 30);

        Assert.That(At(begins.AddSeconds(-30).AddMilliseconds(-1)), Is.Null, "before the step before it begins");
        Assert.That(At(begins.AddSeconds(-30)), Is.EqualTo(Step), "on a phone that runs 30 seconds ahead");
        Assert.That(At(begins), Is.EqualTo(Step), "as it begins");
        Assert.That(At(begins.AddSeconds(60).AddMilliseconds(-1)), Is.EqualTo(Step), "the end of the next step");
        Assert.That(At(begins.AddSeconds(60)), Is.Null, "after the next step");

        long? At(DateTimeOffset moment) => Totp.MatchingStep(Key, code, moment, Totp.NoStep);
    }

    [Test]
    public void MatchingStep_UsedOrOlderThanUsed_IsRefused()
    {
        var current = Totp.StepAt(Now);
        var (old, running) = (Totp.CodeOf(Key, current - 1), Totp.CodeOf(Key, current));

        Assert.That(Totp.MatchingStep(Key, running, Now, current - 1), Is.EqualTo(current), "the next code");
        Assert.That(Totp.MatchingStep(Key, running, Now, current), Is.Null, "the same code again");
        Assert.That(Totp.MatchingStep(Key, old, Now, current), Is.Null, "an older code afterwards");
        Assert.That(Totp.MatchingStep(Key, old, Now, current - 1), Is.Null, "the older code again");
        Assert.That(Totp.MatchingStep(Key, old, Now, current - 2), Is.EqualTo(current - 1), "the older code first");
        Assert.That(Totp.MatchingStep(Key, running, Now, current + 1), Is.Null, "a clock that went back");
        Assert.That(
            Totp.MatchingStep(Key, Totp.CodeOf(Key, current + 1), Now, current),
            Is.EqualTo(current + 1),
            "a phone that runs ahead"
        );
        Assert.That(Totp.MatchingStep(Key, Totp.CodeOf(Key, current + 1), Now, current + 1), Is.Null, "its code again");
        Assert.That(
            Totp.MatchingStep(Key, Totp.CodeOf(Key, current + 1), Now.AddSeconds(30), current + 1),
            Is.Null,
            "its code again, when it is due"
        );
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("05047")]
    [TestCase("0504710")]
    [TestCase("050471\n")]
    [TestCase(" 050471")]
    [TestCase("050 471")]
    [TestCase("+50471")]
    [TestCase("\uFF10\uFF15\uFF10\uFF14\uFF17\uFF11", Description = "full width")]
    [TestCase("\u0660\u0665\u0660\u0664\u0667\u0661", Description = "Arabic-Indic")]
    public void MatchingStep_NotSixAsciiDigits_IsRefused(string? code)
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);
        Assert.That(Totp.MatchingStep(Key, "050471", moment, Totp.NoStep), Is.Not.Null, "the digits are right");

        Assert.That(Totp.MatchingStep(Key, code, moment, Totp.NoStep), Is.Null);
    }

    [Test]
    public void MatchingStep_OneDigitOff_IsRefused()
    {
        var right = Totp.CodeOf(Key, Totp.StepAt(Now));
        for (var place = 0; place < Totp.Digits; place++)
        {
            var wrong = right.ToCharArray();
            wrong[place] = wrong[place] == '9' ? '0' : (char)(wrong[place] + 1);
            Assert.That(Totp.MatchingStep(Key, new string(wrong), Now, Totp.NoStep), Is.Null);
        }
    }

    [Test]
    public void MatchingStep_AnotherKey_IsRefused() =>
        Assert.That(Totp.MatchingStep("09876543210987654321"u8.ToArray(), Totp.CodeOf(Key, Totp.StepAt(Now)), Now, Totp.NoStep), Is.Null);

    [Test]
    public void MatchingStep_AtTheEpoch_TakesNoNegativeStep()
    {
        var epoch = DateTimeOffset.UnixEpoch;

        Assert.That(Totp.MatchingStep(Key, "755224", epoch, Totp.NoStep), Is.Zero);
        Assert.That(Totp.MatchingStep(Key, Totp.CodeOf(Key, -1), epoch, Totp.NoStep), Is.Null);
        Assert.That(Totp.StepAt(epoch.AddMilliseconds(-1)), Is.EqualTo(-1));
    }

    [Test]
    public void NewKey_EachTime_IsTwentyOtherBytes()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(Totp.NewKey())).ToArray();

        Assert.That(keys, Is.Unique);
        Assert.That(keys, Has.All.Length.EqualTo(40));
    }
}
