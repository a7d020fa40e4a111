using System.Globalization;
using System.Security.Cryptography;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Alipay;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Tests.Providers;

public sealed class AlipayLoginTests
{
    // 22:22:22 in China, as the published requests say.
    private static readonly DateTimeOffset December2019 = DateTimeOffset.Parse("2019-12-14T14:22:22Z", CultureInfo.InvariantCulture);

    private const string GoodCode = "a6ed8e7f-471f-44f1-903b-65946475f351";

    private CannedReplies _provider = null!;
    private ProviderHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _provider = CannedReplies.Of("alipay");
        _host = ProviderHost.Of("alipay", _provider, December2019);
    }

    [TearDown]
    public void TearDown()
    {
        _host.Dispose();
        _provider.Dispose();
    }

    [Test]
    public async Task IdentifyAsync_GoodCode_SendsThePublishedRequestsAndNamesThePerson()
    {
        // The canned replies demand the published requests byte for byte, signature included.
        var person = AnswerAssert.Person(await _host.LoginAsync("alipay", GoodCode));
        Assert.That(
            person,
            Is.EqualTo(
                new ProviderIdentity
                {
                    Subject = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5",
                    AlternativeSubject = "2088411964574197",
                    DisplayName = "支付宝",
                    AvatarUrl = "https://tfsimg.alipay.com/images/partner/T1uIxXXbpXXXXXXXX",
                }
            )
        );
    }

    [TestCase("user-id-only", "2088000000000001")]
    [TestCase("open-id-only", "only-open-id")]
    public async Task IdentifyAsync_OneIdOnly_TakesTheOneThereIs(string code, string subject) =>
        Assert.That(AnswerAssert.Person(await _host.LoginAsync("alipay", code)), Is.EqualTo(new ProviderIdentity { Subject = subject }));

    [Test]
    public async Task IdentifyAsync_UserInfoRefused_LogsInWithoutIt()
    {
        Assert.That(
            AnswerAssert.Person(await _host.LoginAsync("alipay", "base-scope")),
            Is.EqualTo(new ProviderIdentity { Subject = "2088000000000002" })
        );
        Assert.That(_provider.Asked, Has.Count.EqualTo(2));
    }

    [TestCase("used", AuthError.CodeRefused, "isv.code-invalid")]
    [TestCase("used-inside", AuthError.CodeRefused, "isv.code-invalid")]
    [TestCase("unsigned-error", AuthError.ProviderUnavailable, "isv.invalid-signature")]
    [TestCase("busy", AuthError.ProviderUnavailable, "isp.unknow-error")]
    [TestCase("no-id", AuthError.ProviderUnavailable, "no-openid")]
    public async Task IdentifyAsync_VendorError_RefusesWithItsNumber(string code, AuthError error, string number) =>
        AnswerAssert.Refused(await _host.LoginAsync("alipay", code), error, number);

    [TestCase("unsigned", "signature")]
    [TestCase("changed", "signature")]
    [TestCase("twice", "format")]
    public async Task IdentifyAsync_AnswerNotProven_Refuses(string code, string word) =>
        AnswerAssert.Refused(await _host.LoginAsync("alipay", code), AuthError.ProviderUnavailable, word);

    [TestCase("https://openapi-sandbox.dl.alipaydev.com/gateway.do")]
    [TestCase("https://openapi-sandbox.dl.alipaydev.com")]
    [TestCase("https://openapi-sandbox.dl.alipaydev.com/")]
    public async Task IdentifyAsync_OtherGateway_TakesItWithAndWithoutItsPath(string baseUrl)
    {
        var provider = CannedReplies
            .Of("alipay")
            .With(
                new
                {
                    method = "POST",
                    url = "https://openapi-sandbox.dl.alipaydev.com/gateway.do",
                    reply = """{"error_response":{"code":"40002","sub_code":"isv.code-invalid"}}""",
                }
            );
        using var host = ProviderHost.Of("alipay", provider, December2019, ("Providers:Alipay:BaseUrl", baseUrl));
        AnswerAssert.Refused(await host.LoginAsync("alipay", "x"), AuthError.CodeRefused, "isv.code-invalid");
    }

    [Test]
    public async Task AuthorizeUrlAsync_Always_IsAlipaysPage() =>
        Assert.That(
            await _host.AuthorizeUrlAsync("alipay"),
            Is.EqualTo(
                "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm?app_id=my-client-id&scope=auth_user&redirect_uri=https%3A%2F%2Flogin.example.com%2F&state=st%20ate%2F1"
            )
        );

    [TestCase(Vectors.Alipay.TokenText, Vectors.Alipay.TokenSign)]
    [TestCase(Vectors.Alipay.InfoText, Vectors.Alipay.InfoSign)]
    public void Sign_PublishedRequest_GivesThePublishedSignature(string text, string sign)
    {
        // In the opposite order, with an empty value and an old signature: none of that may matter.
        var parameters = text.Split('&').Reverse().Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        parameters["app_auth_token"] = "";
        parameters["sign"] = "old";
        Assert.That(AlipaySignature.TextOf(parameters), Is.EqualTo(text));
        Assert.That(AlipaySignature.Sign(parameters, Vectors.Alipay.PrivateKey), Is.EqualTo(sign));
        Assert.That(AlipaySignature.IsSigned(text, sign, Vectors.Alipay.PublicKey), Is.True);
    }

    [Test]
    public void IsSigned_TextThatAlipaySigned_HoldsUntilOneByteChanges()
    {
        Assert.That(IsSigned(Vectors.Alipay.AnswerText), Is.True);
        Assert.That(IsSigned(Vectors.Alipay.AnswerText.Replace("0.01", "9.01", StringComparison.Ordinal)), Is.False);
        Assert.That(AlipaySignature.IsSigned(Vectors.Alipay.AnswerText, null, Vectors.Alipay.AnswerKey), Is.False);
        Assert.That(AlipaySignature.IsSigned(Vectors.Alipay.AnswerText, "?", Vectors.Alipay.AnswerKey), Is.False);

        static bool IsSigned(string text) => AlipaySignature.IsSigned(text, Vectors.Alipay.AnswerSign, Vectors.Alipay.AnswerKey);
    }

    [TestCase("{\"alipay_trade_pay_response\":TEXT,\"sign\":\"SIGN\"}", true)]
    [TestCase("{ \"sign\" : \"SIGN\" , \"alipay_trade_pay_response\" : TEXT }", true)]
    [TestCase("{\"alipay_cert_sn\":\"x\",\"alipay_trade_pay_response\":TEXT,\"sign\":\"SIGN\"}", true)]
    [TestCase("{\"error_response\":TEXT,\"sign\":\"SIGN\"}", true)]
    [TestCase("{\"alipay_trade_pay_response\":TEXT ,\"sign\":\"SIGN\"}", true)]
    [TestCase("{\"other\":{\"alipay_trade_pay_response\":{}},\"alipay_trade_pay_response\":TEXT,\"sign\":\"SIGN\"}", false)]
    [TestCase("{\"other_response\":TEXT,\"sign\":\"SIGN\"}", false)]
    public void SignedText_AnswerThatAlipaySigned_IsFoundByteForByte(string shape, bool found)
    {
        var raw = shape
            .Replace("TEXT", Vectors.Alipay.AnswerText, StringComparison.Ordinal)
            .Replace("SIGN", Vectors.Alipay.AnswerSign, StringComparison.Ordinal);
        Assert.That(LenientJson.TryParse(raw, out var body), Is.True);
        Assert.That(AlipayAnswer.SignedText(raw, body!, "alipay_trade_pay_response"), Is.EqualTo(found ? Vectors.Alipay.AnswerText : null));
    }

    [Test]
    public void SignedText_EncryptedAnswer_KeepsBothQuotes()
    {
        const string Raw = """{"alipay_x_response":"AbC\/=","sign":"s"}""";
        Assert.That(LenientJson.TryParse(Raw, out var body), Is.True);
        Assert.That(
            AlipayAnswer.SignedText(Raw, body!, "alipay_x_response"),
            Is.EqualTo(
                """
                "AbC\/="
                """
            )
        );
    }

    [Test]
    public void Keys_InEveryForm_AreTaken()
    {
        using var key = RSA.Create();
        key.ImportRSAPrivateKey(Convert.FromBase64String(Vectors.Alipay.PrivateKey), out _);
        string[] privateKeys =
        [
            Vectors.Alipay.PrivateKey,
            Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
            key.ExportRSAPrivateKeyPem(),
            key.ExportPkcs8PrivateKeyPem(),
            key.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\\n"),
            key.ExportPkcs8PrivateKeyPem().ReplaceLineEndings(" "),
        ];
        string[] publicKeys =
        [
            Vectors.Alipay.PublicKey,
            Convert.ToBase64String(key.ExportRSAPublicKey()),
            key.ExportSubjectPublicKeyInfoPem(),
            key.ExportRSAPublicKeyPem(),
        ];
        Assert.That(privateKeys.Select(AlipaySignature.CanSignWith), Is.All.True);
        Assert.That(publicKeys.Select(AlipaySignature.CanVerifyWith), Is.All.True);
    }

    [Test]
    public void Keys_ThatAreNone_AreRefused()
    {
        using var small = RSA.Create(1024);
        string[] texts =
        [
            "",
            "x",
            "AAAA",
            Convert.ToBase64String(small.ExportPkcs8PrivateKey()),
            Convert.ToBase64String(small.ExportSubjectPublicKeyInfo()),
        ];
        Assert.That(texts.Select(AlipaySignature.CanSignWith), Is.All.False);
        Assert.That(texts.Select(AlipaySignature.CanVerifyWith), Is.All.False);
        Assert.That(AlipaySignature.CanSignWith(Vectors.Alipay.PublicKey), Is.False);
    }
}
