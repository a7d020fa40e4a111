using System.Globalization;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Passwords;

public sealed class PasswordPolicyTests
{
    private const string Emoji = "\U0001F600";

    private static readonly PasswordOwner Someone = new(AdminRole.None, "ASD000123", "lihua.wang", "hua@example.com", "13800138000");

    // Numbers, because half a surrogate pair does not survive in an attribute.
    private static readonly int[] NoText = [0x00, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0xD83D, 0xDE00];

    [TestCase("seven77", AuthError.PasswordTooShort)]
    [TestCase("eight-88", null)]
    [TestCase("", AuthError.PasswordTooShort)]
    public void Check_LengthOfAUser_MeasuresAgainstEight(string password, AuthError? expected) =>
        Assert.That(Policy().Check(password, Someone), Is.EqualTo(expected));

    [Test]
    public void Check_LengthOfAnyAdmin_MeasuresAgainstFifteen(
        [Values(AdminRole.OrganisationAdmin, AdminRole.Admin, AdminRole.SuperAdmin)] AdminRole role
    )
    {
        var admin = Someone with { Role = role };

        Assert.That(Policy().Check("correct-horse-", admin), Is.EqualTo(AuthError.PasswordTooShort));
        Assert.That(Policy().Check("correct-horse-b", admin), Is.Null);
    }

    [Test]
    public void Check_OptionsOfTheOperator_Count()
    {
        var policy = Policy(new PasswordOptions { MinLength = 10, AdminMinLength = 20 });

        Assert.That(policy.Check("nine-char", Someone), Is.EqualTo(AuthError.PasswordTooShort));
        Assert.That(policy.Check("ten--chars", Someone), Is.Null);
        Assert.That(policy.Check("nineteen-characters", Someone with { Role = AdminRole.Admin }), Is.EqualTo(AuthError.PasswordTooShort));
    }

    [Test]
    public void MinLength_AdminOptionBelowTheOther_IsNeverLessThanForAUser() =>
        Assert.That(Policy(new PasswordOptions { MinLength = 20, AdminMinLength = 15 }).MinLength(AdminRole.Admin), Is.EqualTo(20));

    [Test]
    public void Check_HundredAndTwentyEight_IsTheLongest()
    {
        Assert.That(Policy().Check(Long(128), Someone), Is.Null);
        Assert.That(Policy().Check(Long(129), Someone), Is.EqualTo(AuthError.PasswordTooLong));

        static string Long(int length) => string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
    }

    [Test]
    public void Check_CharactersOutsideTheBasicPlane_CountAsOneEach()
    {
        Assert.That(Policy().Check(Repeat(Emoji, 7), Someone), Is.EqualTo(AuthError.PasswordTooShort));
        Assert.That(Policy().Check(Repeat(Emoji, 8), Someone), Is.Null);
        Assert.That(Policy().Check(Repeat(Emoji, 128), Someone), Is.Null);
        Assert.That(Policy().Check(Repeat(Emoji, 129), Someone), Is.EqualTo(AuthError.PasswordTooLong));
    }

    [Test]
    public void Check_OneKindOfCharacter_IsTaken(
        [Values("onlysmallletters", "ONLYCAPITALS-NOT", "847362910564738", "我家门前有一条河", " spaces at ends ")] string password
    ) => Assert.That(Policy().Check(password, Someone), Is.Null);

    [TestCase("onlysmallletters", 1)]
    [TestCase("Small And Capital", 3)]
    [TestCase("small1letters", 2)]
    [TestCase("Small1letters", 3)]
    [TestCase("Small-1-letters", 4)]
    [TestCase("我家门前有一条河", 1, Description = "others")]
    [TestCase("\u00C9l\u00E9phants", 2, Description = "letters of other alphabets have a case too")]
    [TestCase("\uFF17\uFF13\uFF19\uFF11\uFF15\uFF10\uFF18\uFF12", 1, Description = "full width digits")]
    public void Check_MinClasses_CountsTheKindsOfCharacters(string password, int classes)
    {
        Assert.That(Policy(new PasswordOptions { MinClasses = classes }).Check(password, Someone), Is.Null);
        Assert.That(
            Policy(new PasswordOptions { MinClasses = classes + 1 }).Check(password, Someone),
            Is.EqualTo(AuthError.PasswordTooSimple)
        );
    }

    [TestCaseSource(nameof(NoText))]
    public void Check_ControlCharacterOrHalfAPair_IsInvalid(int codeUnit)
    {
        var bad = (char)codeUnit;

        Assert.That(Policy().Check("long-enough" + bad, Someone), Is.EqualTo(AuthError.InvalidPassword));
        Assert.That(Policy().Check(bad + "long-enough", Someone), Is.EqualTo(AuthError.InvalidPassword));
    }

    [TestCase("password123")]
    [TestCase("PassWord123")]
    [TestCase("1qaz2wsx")]
    [TestCase("woaini1314")]
    [TestCase("12345678")]
    [TestCase("#1stunna", Description = "begins like a comment")]
    [TestCase("\uFF50\uFF41\uFF53\uFF53\uFF57\uFF4F\uFF52\uFF44\uFF11\uFF12\uFF13", Description = "full width")]
    [TestCase("AegisSpeed-2026", Description = "the name of the service")]
    [TestCase("--aegisauth--99")]
    public void Check_CommonPasswordInAnyForm_IsRefused(string password) =>
        Assert.That(Policy().Check(password, Someone), Is.EqualTo(AuthError.PasswordCommon));

    [TestCase("password123 and more")]
    [TestCase("my aegisspeed garden")]
    public void Check_CommonPasswordAsAPart_IsTaken(string password) => Assert.That(Policy().Check(password, Someone), Is.Null);

    [Test]
    [SetCulture("tr-TR")]
    public void Check_CommonPasswordInTurkishCulture_IsRefused()
    {
        Assert.That("i".ToUpper(CultureInfo.CurrentCulture), Is.EqualTo("\u0130"), "the culture is set");
        Assert.That(Policy().Check("WOAINI1314", Someone), Is.EqualTo(AuthError.PasswordCommon));
    }

    [TestCase("ASD000123")]
    [TestCase("asd000123")]
    [TestCase("LiHua.Wang")]
    [TestCase("\uFF4Cihua.wang")]
    [TestCase("HUA@example.com")]
    [TestCase("13800138000")]
    public void Check_ANameOfTheAccount_IsRefused(string password) =>
        Assert.That(Policy().Check(password, Someone), Is.EqualTo(AuthError.PasswordNamesAccount));

    [Test]
    public void Check_PartBeforeTheAt_IsANameToo() =>
        Assert.That(
            Policy().Check("wang.lihua88", Someone with { Email = "Wang.LiHua88@example.com" }),
            Is.EqualTo(AuthError.PasswordNamesAccount)
        );

    [TestCase("e\u0301lise-martin", "\u00C9lise-Martin")]
    [TestCase("lihua-wang", "\uFF4C\uFF49\uFF48\uFF55\uFF41-wang", Description = "full width")]
    public void Check_NameInAnotherUnicodeForm_IsRefused(string password, string userName) =>
        Assert.That(Policy().Check(password, Someone with { UserName = userName }), Is.EqualTo(AuthError.PasswordNamesAccount));

    [Test]
    public void Check_NameThatIsNoText_IsAnotherName() =>
        Assert.That(Policy().Check("correct-horse", Someone with { UserName = "correct-horse" + '\uD83D' }), Is.Null);

    [Test]
    public void Check_NothingKnownOfTheOwner_JudgesTheRest()
    {
        var unknown = new PasswordOwner(AdminRole.None, "", null, "", "");

        Assert.That(Policy().Check("eight-88", unknown), Is.Null);
        Assert.That(Policy().Check("password123", unknown), Is.EqualTo(AuthError.PasswordCommon));
    }

    [Test]
    public void Of_AUser_BringsEveryName()
    {
        var user = new User
        {
            Role = AdminRole.Admin,
            AegisSpeedId = AegisSpeedId.Parse("asd000123"),
            UserName = "lihua",
            Email = "hua@example.com",
            Phone = "13800138000",
        };

        Assert.That(
            PasswordOwner.Of(user),
            Is.EqualTo(new PasswordOwner(AdminRole.Admin, "ASD000123", "lihua", "hua@example.com", "13800138000"))
        );
    }

    private static PasswordPolicy Policy(PasswordOptions? options = null) => new(Options.Create(options ?? new PasswordOptions()));

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
