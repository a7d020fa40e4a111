using AegisAuth.Application.Users;

namespace AegisAuth.Tests.Users;

/// <summary>Which contacts are the same, and which texts are none.</summary>
[TestFixture]
internal sealed class ContactKeysTests
{
    [TestCase("Li.Lei@Example.COM", "email:li.lei@example.com")]
    [TestCase("  user+tag@mail.example.cn ", "email:user+tag@mail.example.cn")]
    [TestCase("ｕser@example.com", "email:user@example.com")]
    [TestCase("用户@例子.中国", "email:用户@例子.中国")]
    [TestCase("用户@xn--fsqu00a.xn--fiqs8s", "email:用户@例子.中国")]
    [TestCase("a@BÜCHER.example", "email:a@bücher.example")]
    [TestCase("a@XN--BCHER-KVA.example", "email:a@bücher.example")]
    [TestCase("a@例え。jp", "email:a@例え.jp")]
    [TestCase("a@r3---sn.example.com", "email:a@r3---sn.example.com")]
    public void Email_Address_IsFolded(string typed, string key) => Assert.That(ContactKeys.Email(typed), Is.EqualTo(key));

    [TestCase("")]
    [TestCase("user")]
    [TestCase("@example.com")]
    [TestCase("user@")]
    [TestCase("user@localhost")]
    [TestCase("a b@example.com")]
    [TestCase("a@b@example.com")]
    [TestCase("a@example..com")]
    [TestCase(".a@example.com")]
    [TestCase("a@exam\nple.com")]
    [TestCase("Name <a@example.com>")]
    [TestCase("a\u200bb@example.com")]
    [TestCase("a\u202eb@example.com")]
    [TestCase("a\u2066b@example.com")]
    [TestCase("a\u00adb@example.com")]
    [TestCase("a\u3164b@example.com")]
    [TestCase("a\ufe0fb@example.com")]
    [TestCase("a\u2028b@example.com")]
    [TestCase("a@exa\u200bmple.com")]
    [TestCase("a@xn--zzzzzzz-99999999.example")]
    public void Email_OtherText_IsNone(string typed) => Assert.That(ContactKeys.Email(typed), Is.Null);

    [TestCase("13800138000")]
    [TestCase("138-0013-8000")]
    [TestCase("+86 138 0013 8000")]
    [TestCase("0086 (138) 0013.8000")]
    [TestCase("１３８００１３８０００")]
    [TestCase("\u202a+86 138 0013 8000\u202c")]
    [TestCase("＋86（138）0013－8000")]
    [TestCase("+86\u2011138\u20130013\u22128000")]
    [TestCase("+86\u00a0138\u20090013\u30008000")]
    [TestCase("\u0661\u0663\u0668\u0660\u0660\u0661\u0663\u0668\u0660\u0660\u0660")]
    [TestCase("+86 (0)138 0013 8000")]
    public void Phone_OneNumberInAnyForm_HasOneKey(string typed) =>
        Assert.That(ContactKeys.Phone(typed), Is.EqualTo("phone:8613800138000"));

    [TestCase("+44 (0)20 7946 0000")]
    [TestCase("+44(0)20-7946-0000")]
    [TestCase("0044 (0) 20 7946 0000")]
    [TestCase("+44 (20) 7946 0000")]
    public void Phone_ZeroInBrackets_IsDialledAtHomeOnly(string typed) =>
        Assert.That(ContactKeys.Phone(typed), Is.EqualTo("phone:442079460000"));

    [Test]
    public void Phone_ElevenDigitsAbroad_AreNotChinese() =>
        Assert.That(ContactKeys.Phone("+1 381 234 5678"), Is.EqualTo("phone:13812345678"));

    [TestCase("")]
    [TestCase("+")]
    [TestCase("+123456")]
    [TestCase("+1234567890123456")]
    [TestCase("+0123456789")]
    [TestCase("02081234567")]
    [TestCase("12345678901")]
    [TestCase("+86 138 0013 800x")]
    [TestCase("user")]
    public void Phone_OtherText_IsNone(string typed) => Assert.That(ContactKeys.Phone(typed), Is.Null);
}
