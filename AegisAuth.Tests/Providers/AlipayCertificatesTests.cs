using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Alipay;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Tests.Providers;

public sealed class AlipayCertificatesTests
{
    private const string RootSerials = "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6";

    private static readonly DateTimeOffset December2019 = DateTimeOffset.Parse("2019-12-14T14:22:22Z", CultureInfo.InvariantCulture);

    // Alipay's published bundle: SM2, RSA, ECDSA, RSA.
    private static readonly string Root = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Replies", "alipay-root.pem"));

    [Test]
    public void SerialsOf_PublishedRootBundle_GivesThePublishedSerials() =>
        Assert.That(AlipayCertificates.SerialsOf(Root), Is.EqualTo(RootSerials));

    // Each certificate made by openssl, its serial by npm alipay-sdk 4: names of several attributes, in odd orders, with
    // signs that RFC 2253 escapes, of types that the SDK does not know, in UTF-8, T61 and BMP strings, and serial numbers
    // of every length.
    private static IEnumerable<TestCaseData> Issuers() =>
        JsonDocument
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Replies", "alipay-issuers.json")))
            .RootElement.EnumerateArray()
            .Select(row =>
                new TestCaseData(row.GetProperty("pem").GetString(), row.GetProperty("serial").GetString()).SetArgDisplayNames(
                    row.GetProperty("issuer").GetString()!
                )
            );

    [TestCaseSource(nameof(Issuers))]
    public void SerialOf_UnusualIssuer_IsThatOfTheSdk(string pem, string serial) =>
        Assert.Multiple(() =>
        {
            Assert.That(AlipayCertificates.SerialOf(pem), Is.EqualTo(serial));
            Assert.That(AlipayCertificates.SerialOf(pem + Root), Is.EqualTo(serial), "the SDK takes the first of a chain");
            Assert.That(AlipayCertificates.SerialsOf(pem + Root), Is.EqualTo($"{serial}_{RootSerials}"));
        });

    [TestCase("")]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void SerialsOf_NoCertificate_GivesNone(string pem) =>
        Assert.That(AlipayCertificates.SerialsOf(pem) ?? AlipayCertificates.SerialOf(pem), Is.Null);

    [TestCase(true)]
    [TestCase(false)]
    public async Task IdentifyAsync_CertificateMode_NamesBothAndTakesTheConfiguredSignerOnly(bool rightSigner)
    {
        using var key = RSA.Create();
        key.ImportRSAPrivateKey(Convert.FromBase64String(Vectors.Alipay.PrivateKey), out _);
        var request = new CertificateRequest("CN=Test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(December2019, December2019.AddYears(1));
        var pem = certificate.ExportCertificatePem();
        var serial = AlipayCertificates.SerialOf(pem);
        const string Node = """{"open_id":"person"}""";
        var sign = AlipaySignatureOf(key, Node);
        string? body = null;
        using var provider = new StubProvider(
            async (message, _, cancelled) =>
            {
                body = await message.Content!.ReadAsStringAsync(cancelled);
                return StubProvider.Text(
                    $$"""{"alipay_system_oauth_token_response":{{Node}},"alipay_cert_sn":"{{(rightSigner ? serial : "other")}}","sign":"{{sign}}"}"""
                );
            }
        );
        using var host = ProviderHost.Of(
            "alipay",
            provider,
            December2019,
            ("Providers:Alipay:AlipayPublicKey", pem),
            ("Providers:Alipay:AppCertificate", pem),
            ("Providers:Alipay:RootCertificates", Root)
        );

        var answer = await host.LoginAsync("alipay", new ProviderCredential { Code = "c" });

        if (rightSigner)
        {
            Assert.That(AnswerAssert.Person(answer).Subject, Is.EqualTo("person"));
        }
        else
        {
            AnswerAssert.Refused(answer, AuthError.ProviderUnavailable, "signature");
        }

        var sent = QueryHelpers.ParseQuery(body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        Assert.That(sent["app_cert_sn"], Is.EqualTo(serial));
        Assert.That(sent["alipay_root_cert_sn"], Is.EqualTo(RootSerials));
        Assert.That(AlipaySignature.IsSigned(AlipaySignature.TextOf(sent), sent["sign"], pem), Is.True, "and both are signed");
    }

    private static string AlipaySignatureOf(RSA key, string text) =>
        Convert.ToBase64String(key.SignData(System.Text.Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
}
