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
    public void Email_OtherText_IsNone(string typed) => Assert.That(ContactKeys.Email(typed), Is.Null);

    [TestCase("13800138000")]
    [TestCase("138-0013-8000")]
    [TestCase("+86 138 0013 8000")]
    [TestCase("0086 (138) 0013.8000")]
    [TestCase("１３８００１３８０００")]
    public void Phone_OneNumberInAnyForm_HasOneKey(string typed) =>
        Assert.That(ContactKeys.Phone(typed), Is.EqualTo("phone:8613800138000"));

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
