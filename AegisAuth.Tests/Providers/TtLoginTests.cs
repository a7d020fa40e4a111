using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Providers;

public sealed class TtLoginTests
{
    private CannedReplies _provider = null!;
    private ProviderHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _provider = CannedReplies.Of("tt");
        _host = ProviderHost.Of("tt", _provider);
    }

    [TearDown]
    public void TearDown()
    {
        _host.Dispose();
        _provider.Dispose();
    }

    [TestCase("good", null)]
    [TestCase("both", "anon")]
    [TestCase("spelling", null)]
    [TestCase("flat", null)]
    public async Task IdentifyAsync_GoodCode_NamesThePersonAndJoinsNothing(string code, string? anonymous) =>
        Assert.That(
            AnswerAssert.Person(await _host.LoginAsync("tt", new ProviderCredential { Code = code, AnonymousCode = anonymous })),
            Is.EqualTo(new ProviderIdentity { Subject = "tt-openid" })
        );

    [Test]
    public async Task IdentifyAsync_AnonymousCodeAlone_RefusesWithoutAsking()
    {
        AnswerAssert.Refused(
            await _host.LoginAsync("tt", new ProviderCredential { AnonymousCode = "anon" }),
            AuthError.CodeRefused,
            "anonymous"
        );
        Assert.That(_provider.Asked, Is.Empty);
    }

    [Test]
    public async Task IdentifyAsync_AnonymousIdOnly_Refuses() =>
        AnswerAssert.Refused(
            await _host.LoginAsync("tt", new ProviderCredential { Code = "visitor", AnonymousCode = "anon" }),
            AuthError.CodeRefused,
            "anonymous",
            requestId: "2026010100"
        );

    [TestCase("used", AuthError.CodeRefused, "40018", "2026010101")]
    [TestCase("used-text", AuthError.CodeRefused, "40018", null)]
    [TestCase("flat-error", AuthError.CodeRefused, "40018", null)]
    [TestCase("wrong-secret", AuthError.ProviderUnavailable, "40017", null)]
    [TestCase("busy", AuthError.ProviderUnavailable, "-1", null)]
    [TestCase("often", AuthError.ProviderUnavailable, "28003018", "2026010102")]
    [TestCase("nobody", AuthError.ProviderUnavailable, "no-openid", null)]
    public async Task IdentifyAsync_VendorError_RefusesWithItsNumber(string code, AuthError error, string number, string? requestId) =>
        AnswerAssert.Refused(await _host.LoginAsync("tt", code), error, number, requestId);

    [TestCase(Vectors.Signature.Tt, true)]
    [TestCase(Vectors.Signature.Wechat, false)]
    public async Task IdentifyAsync_Signature_IsChecked(string signature, bool accepted)
    {
        var answer = await _host.LoginAsync(
            "tt",
            new ProviderCredential
            {
                Code = "good",
                RawData = Vectors.Signature.TtRawData,
                Signature = signature,
            }
        );
        Assert.That(answer.Identity is not null, Is.EqualTo(accepted));
    }

    [TestCase("""{"openId":"tt-openid","nickName":"T"}""", true)]
    [TestCase("""{"openId":"tt-openid","nickName":"T","watermark":{"appid":"tt-app","timestamp":"1767225600"}}""", true)]
    [TestCase("""{"openId":"tt-openid","nickName":"T","watermark":{"appid":"tt-other","timestamp":1767225600}}""", false)]
    [TestCase("""{"openId":"tt-openid","nickName":"T","watermark":{"appid":"tt-app","timestamp":1767220000}}""", false)]
    [TestCase("""{"openId":"tt-openid","nickName":"T","watermark":{"appid":"tt-app"}}""", false)]
    // What tt.getUserProfile brings.
    [TestCase("""{"nickName":"T","avatarUrl":"","gender":0}""", true)]
    [TestCase("""{"openId":"","nickName":"T"}""", true)]
    [TestCase("""{"openId":["tt-openid"],"nickName":"T"}""", false)]
    [TestCase("""{"openId":"somebody","nickName":"T"}""", false)]
    [TestCase("""{"phoneNumber":"1"}""", false)]
    [TestCase("[]", false)]
    public async Task IdentifyAsync_EncryptedData_MustBeOfThisPerson(string json, bool accepted)
    {
        var answer = await _host.LoginAsync(
            "tt",
            new ProviderCredential
            {
                Code = "good",
                EncryptedData = TestCipher.Encrypt(json, Vectors.Signature.SessionKey),
                Iv = TestCipher.Iv,
            }
        );
        Assert.That(answer.Identity?.DisplayName, Is.EqualTo(accepted ? "T" : null));
    }
}
