using AegisAuth.Application.Users;

namespace AegisAuth.Tests.Users;

/// <summary>Which names may be chosen, and which are one name.</summary>
[TestFixture]
internal sealed class UserNamesTests
{
    [TestCase("bob")]
    [TestCase("zhang.wei")]
    [TestCase("a-b_c.d")]
    [TestCase("张伟明")]
    [TestCase("Ζωή")]
    [TestCase("महेश")]
    [TestCase("7eleven")]
    [TestCase("Ａdmin2")]
    [TestCase("alexander")]
    [TestCase("abcdefghijabcdefghijabcdefghijab")]
    public void IsValid_LettersDigitsDotsLines_True(string name) => Assert.That(UserNames.IsValid(name), Is.True);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("ab", Description = "too short")]
    [TestCase("abcdefghijabcdefghijabcdefghijabc", Description = "too long")]
    [TestCase("a b c", Description = "space")]
    [TestCase(".abc", Description = "begins with a dot")]
    [TestCase("abc@example.com", Description = "an e-mail address")]
    [TestCase("abc＠example", Description = "a wide at sign is one in NFKC")]
    [TestCase("13800138000", Description = "a phone number")]
    [TestCase("1380-013-8000", Description = "a phone number")]
    [TestCase("１３８００１３８０００", Description = "a phone number in wide digits")]
    [TestCase("asd000001", Description = "an AegisSpeed id")]
    [TestCase("ASE123456", Description = "an AegisSpeed id to come")]
    [TestCase("ad\u200Bmin", Description = "zero width space")]
    [TestCase("ad\u00ADmin", Description = "soft hyphen")]
    [TestCase("admin\u202Ex", Description = "right-to-left override")]
    [TestCase("admin\u3164", Description = "a filler that is a letter")]
    [TestCase("admin\uFE0F", Description = "variation selector")]
    [TestCase("admin\u0000", Description = "control character")]
    [TestCase("admin\n", Description = "line break")]
    [TestCase("<script>", Description = "signs")]
    [TestCase("a/b/c", Description = "slash")]
    [TestCase("℀bc", Description = "a slash in NFKC")]
    [TestCase("ab\uFDFAc", Description = "NFKC makes words with spaces of one character")]
    public void IsValid_AnythingElse_False(string? name) => Assert.That(UserNames.IsValid(name), Is.False);

    [Test]
    public void IsValid_HalfASurrogatePair_False() => Assert.That(UserNames.IsValid("abc\uD800"), Is.False);

    [TestCase("Admin", "admin")]
    [TestCase("ＡＤＭＩＮ", "admin")]
    [TestCase("STRASSE", "strasse")]
    [TestCase("e\u0301va", "\u00E9va")]
    [TestCase("ΣΑΣ", "σας")]
    [TestCase("ſam", "sam")]
    [TestCase("Kim", "kim")]
    public void KeyOf_OtherCaseOrForm_IsOneKey(string one, string other) =>
        Assert.That(UserNames.KeyOf(one), Is.EqualTo(UserNames.KeyOf(other)));
}
