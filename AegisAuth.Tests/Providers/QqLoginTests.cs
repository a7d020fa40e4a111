using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Providers;

public sealed class QqLoginTests
{
    private ProviderHost _mini = null!;
    private ProviderHost _connect = null!;

    [SetUp]
    public void SetUp()
    {
        _mini = ProviderHost.Canned("qq");
        _connect = ProviderHost.Canned("qq", null, ("Providers:Qq:Mode", "Connect"));
    }

    [TearDown]
    public void TearDown()
    {
        _mini.Dispose();
        _connect.Dispose();
    }

    [Test]
    public async Task IdentifyAsync_MiniProgram_NamesThePersonInItsOwnFamily() =>
        Assert.That(
            AnswerAssert.Person(await _mini.LoginAsync("qq", "good")),
            Is.EqualTo(new ProviderIdentity { Subject = "QQMINI", UnionId = new UnionId("qq", "UID_1") })
        );

    [Test]
    public async Task IdentifyAsync_MiniProgramSignature_IsChecked()
    {
        var login = new ProviderCredential
        {
            Code = "good",
            RawData = Vectors.Signature.QqRawData,
            Signature = Vectors.Signature.Qq,
        };
        AnswerAssert.Person(await _mini.LoginAsync("qq", login));

        // The hash that QQ's page prints is WeChat's and does not fit its text.
        AnswerAssert.Refused(
            await _mini.LoginAsync("qq", login with { Signature = Vectors.Signature.Wechat }),
            AuthError.CodeRefused,
            "user-data"
        );
    }

    [Test]
    public async Task IdentifyAsync_MiniProgramEncryptedData_MustBeOfThisPersonAndApp()
    {
        var good = TestCipher.Encrypt(
            $$$"""{"openId":"QQMINI","nickName":"Q","watermark":{"appid":"1109","timestamp":{{{ProviderHost.NewYear.ToUnixTimeSeconds()}}}}}""",
            Vectors.Signature.SessionKey
        );
        var login = new ProviderCredential
        {
            Code = "good",
            EncryptedData = good,
            Iv = TestCipher.Iv,
        };
        Assert.That(AnswerAssert.Person(await _mini.LoginAsync("qq", login)).DisplayName, Is.EqualTo("Q"));

        var unmarked = TestCipher.Encrypt("""{"openId":"QQMINI"}""", Vectors.Signature.SessionKey);
        AnswerAssert.Refused(await _mini.LoginAsync("qq", login with { EncryptedData = unmarked }), AuthError.CodeRefused, "user-data");
    }

    [TestCase("invalid", AuthError.CodeRefused, "40029")]
    [TestCase("busy", AuthError.ProviderUnavailable, "-1")]
    public async Task IdentifyAsync_MiniProgramError_RefusesWithItsNumber(string code, AuthError error, string number) =>
        AnswerAssert.Refused(await _mini.LoginAsync("qq", code), error, number);

    [TestCase("good", "UID_1", "企鹅")]
    [TestCase("good-form", "UID_1", "企鹅")]
    [TestCase("good-wrapped", null, null)]
    [TestCase("no-union", null, "企鹅")]
    public async Task IdentifyAsync_Connect_ReadsEveryShape(string code, string? union, string? name)
    {
        var person = AnswerAssert.Person(await _connect.LoginAsync("qq", code));
        Assert.Multiple(() =>
        {
            Assert.That(person.Subject, Is.EqualTo("QQOPENID"));
            Assert.That(person.UnionId?.Value, Is.EqualTo(union));
            Assert.That(person.DisplayName, Is.EqualTo(name));
            Assert.That(person.AvatarUrl, Is.EqualTo(name is null ? null : "https://thirdqq.qlogo.cn/100"));
        });
    }

    [TestCase("other-app", AuthError.CodeRefused, "other-app")]
    [TestCase("used", AuthError.CodeRefused, "100020")]
    [TestCase("failed", AuthError.CodeRefused, "100019")]
    [TestCase("bad-token", AuthError.CodeRefused, "100016")]
    [TestCase("wrong-key", AuthError.ProviderUnavailable, "100009")]
    [TestCase("garbage", AuthError.ProviderUnavailable, "no-token")]
    public async Task IdentifyAsync_ConnectError_RefusesWithItsNumber(string code, AuthError error, string number) =>
        AnswerAssert.Refused(await _connect.LoginAsync("qq", code), error, number);

    [Test]
    public async Task AuthorizeUrlAsync_Connect_CarriesState()
    {
        Assert.That(
            await _connect.AuthorizeUrlAsync("qq"),
            Is.EqualTo(
                "https://graph.qq.com/oauth2.0/authorize?response_type=code&client_id=1109&redirect_uri=https%3A%2F%2Flogin.example.com%2F&state=st%20ate%2F1&scope=get_user_info"
            )
        );
        Assert.That(((IRedirectProvider)_connect["qq"]).CanRedirect, Is.True);
    }

    [Test]
    public async Task AuthorizeUrlAsync_MiniProgram_HasNoPage()
    {
        Assert.That(await _mini.AuthorizeUrlAsync("qq"), Is.EqualTo(nameof(AuthError.PlatformNotEnabled)));
        Assert.That(((IRedirectProvider)_mini["qq"]).CanRedirect, Is.False);
    }
}
