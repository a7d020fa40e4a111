using AegisAuth.Application.StepUp;

namespace AegisAuth.Tests.StepUp;

public sealed class RecoveryCodesTests
{
    private const string Code = "7K2M-9QXD-4HTA-V0RC-3NEB-W1JF";

    [Test]
    public void New_EachTime_IsTenReadableCodes()
    {
        var codes = RecoveryCodes.New();

        Assert.That(codes, Has.Count.EqualTo(10));
        Assert.That(codes, Has.All.Match("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}\\z"));
    }

    [Test]
    public void New_ManyTimes_NeverRepeatsAndUsesEveryCharacter()
    {
        var codes = Enumerable.Range(0, 100).SelectMany(_ => RecoveryCodes.New()).ToArray();

        Assert.That(codes, Is.Unique);

        // 24,000 characters: the chance that one of 32 stays away is below 10^-300.
        Assert.That(codes.SelectMany(code => code).Distinct().Count(), Is.EqualTo(32 + 1), "and the dash");
    }

    [TestCase("7k2m-9qxd-4hta-v0rc-3neb-w1jf")]
    [TestCase("7K2M9QXD4HTAV0RC3NEBW1JF")]
    [TestCase(" 7K2M 9QXD 4HTA V0RC 3NEB W1JF ")]
    [TestCase("7K2M-9QXD-4HTA-VORC-3NEB-WIJF", Description = "O and I")]
    [TestCase("7K2M-9QXD-4HTA-VoRC-3NEB-WlJF", Description = "small o and l")]
    public void Hash_WrittenAnotherWay_IsTheSame(string typed) =>
        Assert.That(RecoveryCodes.Hash(typed), Is.EqualTo(RecoveryCodes.Hash(Code)));

    [Test]
    public void Hash_EveryNewCode_IsASha256()
    {
        var hashes = RecoveryCodes.New().Select(RecoveryCodes.Hash).ToArray();

        Assert.That(hashes, Has.All.Length.EqualTo(32));
        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void Hash_OneCharacterChanged_IsAnother() =>
        Assert.That(RecoveryCodes.Hash("8K2M-9QXD-4HTA-V0RC-3NEB-W1JF"), Is.Not.Null.And.Not.EqualTo(RecoveryCodes.Hash(Code)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("------------------------")]
    [TestCase("7K2M-9QXD-4HTA-V0RC-3NEB-W1J", Description = "one short")]
    [TestCase("7K2M-9QXD-4HTA-V0RC-3NEB-W1JFF", Description = "one long")]
    [TestCase("7K2M-9QXD-4HTA-V0RC-3NEB-W1JU", Description = "U is not in the alphabet")]
    [TestCase("7K2M-9QXD-4HTA-V0RC-3NEB-W1J\uFF11", Description = "full width")]
    [TestCase("7K2M-9QXD-4HTA-V0RC-3NEB-W1J\n")]
    [TestCase("050471", Description = "a code of the app")]
    public void Hash_NotACode_IsNull(string? typed) => Assert.That(RecoveryCodes.Hash(typed), Is.Null);

    [Test]
    public void Hash_MegabytesOfDashes_IsNull() => Assert.That(RecoveryCodes.Hash(Code + new string('-', 1_000_000)), Is.Null);
}
