using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Providers;

public sealed class WeappLoginTests
{
    private static readonly DateTimeOffset October2016 = DateTimeOffset.FromUnixTimeSeconds(Vectors.Weapp.Timestamp + 5);

    private ProviderHost _host = null!;

    [SetUp]
    public void SetUp() => _host = ProviderHost.Canned("weapp", October2016);

    [TearDown]
    public void TearDown() => _host.Dispose();

    [Test]
    public async Task IdentifyAsync_GoodCode_NamesThePerson()
    {
        var person = AnswerAssert.Person(await _host.LoginAsync("weapp", "good"));
        Assert.That(person, Is.EqualTo(new ProviderIdentity { Subject = Vectors.Weapp.OpenId }));
    }

    [Test]
    public async Task IdentifyAsync_OlderAnswerWithZeroError_BringsTheUnionId()
    {
        var person = AnswerAssert.Person(await _host.LoginAsync("weapp", "older"));
        Assert.That(person.UnionId, Is.EqualTo(new UnionId("wechat", "ocMvos6NjeKLIBqg5Mr9QjxrP1FA")));
    }

    [Test]
    public async Task IdentifyAsync_CodeWithSpecialCharacters_EncodesItOnce() =>
        AnswerAssert.Person(await _host.LoginAsync("weapp", "a@b/c+d&e=f"));

    [Test]
    public async Task IdentifyAsync_EncryptedData_IsReadAndBringsUnionIdAndDecoration()
    {
        var person = AnswerAssert.Person(await _host.LoginAsync("weapp", Encrypted("good")));
        Assert.Multiple(() =>
        {
            Assert.That(person.UnionId, Is.EqualTo(new UnionId("wechat", "ocMvos6NjeKLIBqg5Mr9QjxrP1FA")));
            Assert.That(person.DisplayName, Is.EqualTo("Band"));
            Assert.That(person.AvatarUrl, Does.StartWith("https://wx.qlogo.cn/mmopen/"));
        });
    }

    [Test]
    public async Task IdentifyAsync_EncryptedDataOfAnotherPerson_Refuses() =>
        AnswerAssert.Refused(await _host.LoginAsync("weapp", Encrypted("other-person")), AuthError.CodeRefused, "user-data");

    [Test]
    public async Task IdentifyAsync_EncryptedDataUnderAnotherSessionKey_RefusesInTheSameWords() =>
        AnswerAssert.Refused(await _host.LoginAsync("weapp", Encrypted("signed")), AuthError.CodeRefused, "user-data");

    [Test]
    public async Task IdentifyAsync_EncryptedDataWithoutSessionKey_Refuses() =>
        AnswerAssert.Refused(await _host.LoginAsync("weapp", Encrypted("no-key")), AuthError.CodeRefused, "user-data");

    [Test]
    public async Task IdentifyAsync_EncryptedDataOfAnotherApp_Refuses()
    {
        using var host = ProviderHost.Of(
            "weapp",
            CannedReplies
                .Of("weapp")
                .With(
                    new
                    {
                        url = "https://api.weixin.qq.com/sns/jscode2session?appid=wx4f4bc4dec97d474c&secret=weapp-secret&js_code=good&grant_type=authorization_code",
                        reply = new { session_key = Vectors.Weapp.SessionKey, openid = Vectors.Weapp.OpenId },
                    }
                ),
            October2016,
            ("Providers:Weapp:AppId", "wx4f4bc4dec97d474c")
        );
        AnswerAssert.Refused(await host.LoginAsync("weapp", Encrypted("good")), AuthError.CodeRefused, "user-data");
    }

    [TestCase(10 * 60, true)]
    [TestCase((10 * 60) + 1, false)]
    [TestCase(-2 * 60, true)]
    [TestCase((-2 * 60) - 1, false)]
    public async Task IdentifyAsync_AgeOfEncryptedData_MustBeRecent(int ageSeconds, bool accepted)
    {
        using var host = ProviderHost.Canned("weapp", DateTimeOffset.FromUnixTimeSeconds(Vectors.Weapp.Timestamp + ageSeconds));
        var answer = await host.LoginAsync("weapp", Encrypted("good"));
        Assert.That(answer.Identity is not null, Is.EqualTo(accepted));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("AAAA")]
    [TestCase("not base64!")]
    public async Task IdentifyAsync_BrokenIv_Refuses(string? iv) =>
        AnswerAssert.Refused(await _host.LoginAsync("weapp", Encrypted("good") with { Iv = iv }), AuthError.CodeRefused, "user-data");

    [TestCase("AAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA==")]
    [TestCase("%%%")]
    public async Task IdentifyAsync_BrokenEncryptedData_Refuses(string data) =>
        AnswerAssert.Refused(
            await _host.LoginAsync("weapp", Encrypted("good") with { EncryptedData = data }),
            AuthError.CodeRefused,
            "user-data"
        );

    [Test]
    public async Task IdentifyAsync_GoodSignature_NamesThePerson() =>
        AnswerAssert.Person(await _host.LoginAsync("weapp", Signed(Vectors.Signature.Wechat)));

    [TestCase("75e81ceda165f4ffa64f4068af58c64b8f54b88d")]
    [TestCase("75e8")]
    [TestCase("数")]
    public async Task IdentifyAsync_WrongSignature_Refuses(string signature) =>
        AnswerAssert.Refused(await _host.LoginAsync("weapp", Signed(signature)), AuthError.CodeRefused, "user-data");

    [Test]
    public async Task IdentifyAsync_SignatureWithoutItsText_Refuses() =>
        AnswerAssert.Refused(
            await _host.LoginAsync("weapp", Signed(Vectors.Signature.Wechat) with { RawData = null }),
            AuthError.CodeRefused,
            "user-data"
        );

    [Test]
    public async Task IdentifyAsync_UnsignedRawData_IsNotBelieved()
    {
        var person = AnswerAssert.Person(
            await _host.LoginAsync("weapp", new ProviderCredential { Code = "good", RawData = """{"nickName":"Mallory","unionId":"u"}""" })
        );
        Assert.That(person, Is.EqualTo(new ProviderIdentity { Subject = Vectors.Weapp.OpenId }));
    }

    [TestCase("used", AuthError.CodeRefused, "40163", "5f9b8c3d-1a2b3c4d-5e6f7a8b")]
    [TestCase("invalid", AuthError.CodeRefused, "40029", null)]
    [TestCase("risk", AuthError.CodeRefused, "40226", null)]
    [TestCase("busy", AuthError.ProviderUnavailable, "-1", null)]
    [TestCase("minute-quota", AuthError.ProviderUnavailable, "45011", null)]
    [TestCase("wrong-secret", AuthError.ProviderUnavailable, "40125", "1")]
    [TestCase("unlisted", AuthError.CodeRefused, "49999", null)]
    [TestCase("nobody", AuthError.ProviderUnavailable, "no-openid", null)]
    [TestCase("html", AuthError.ProviderUnavailable, "format", null)]
    [TestCase("array", AuthError.ProviderUnavailable, "format", null)]
    [TestCase("twice", AuthError.ProviderUnavailable, "format", null)]
    [TestCase("surrogate", AuthError.ProviderUnavailable, "format", null)]
    [TestCase("down", AuthError.ProviderUnavailable, "http-503", null)]
    public async Task IdentifyAsync_VendorError_RefusesWithItsNumber(string code, AuthError error, string number, string? requestId) =>
        AnswerAssert.Refused(await _host.LoginAsync("weapp", code), error, number, requestId);

    private static ProviderCredential Encrypted(string code) =>
        new()
        {
            Code = code,
            EncryptedData = Vectors.Weapp.EncryptedData,
            Iv = Vectors.Weapp.Iv,
        };

    private static ProviderCredential Signed(string signature) =>
        new()
        {
            Code = "signed",
            RawData = Vectors.Signature.WechatRawData,
            Signature = signature,
        };
}
