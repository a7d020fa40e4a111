using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.Messages;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Infrastructure.Providers.Tencent;
using AegisAuth.Infrastructure.Sms;
using AegisAuth.Infrastructure.Webhooks;

namespace AegisAuth.Tests.Sms;

/// <summary>The signatures, byte for byte: vectors M1 to M9, most of them published by the providers.</summary>
[TestFixture]
internal sealed class SignatureTests
{
    private const string Json = "application/json; charset=utf-8";

    [TestCase(
        "2023-10-26T10:22:32Z",
        "3156853299f313e23d1673dc12e1703d",
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )]
    [TestCase(
        "2023-10-26T09:01:01Z",
        "d410180a5abf7fe235dd9b74aca91fc0",
        "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804"
    )]
    public void M1_Acs3_OfficialPage(string date, string nonce, string signature)
    {
        var query = Acs3Signature.Query(
            new Dictionary<string, string>
            {
                ["RegionId"] = "cn-shanghai",
                ["ImageId"] = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            }
        );
        var headers = AliyunHeaders("ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26", date, nonce);
        var signed = Acs3Signature.Sign("POST", query, headers, Acs3Signature.EmptyBody, "YourAccessKeyId", "YourAccessKeySecret");

        Assert.That(signed.Signature, Is.EqualTo(signature));
        if (date.StartsWith("2023-10-26T10", StringComparison.Ordinal))
        {
            Assert.That(signed.RequestHash, Is.EqualTo("7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"));
        }
    }

    [Test]
    public void M2_Acs3_OfficialUnitTest()
    {
        var query = Acs3Signature.Query(new Dictionary<string, string> { ["test"] = "ok", ["empty"] = "" });
        var signed = Acs3Signature.Sign(
            "GET",
            query,
            new Dictionary<string, string> { ["x-acs-test"] = "http, https" },
            "55e12e91650d2fec56ec74e1d3e4ddbfce2ef3a65890c2a19ecf88a307e76a23",
            "acesskey",
            "secret"
        );

        Assert.That(signed.Signature, Is.EqualTo("be2046c5e1d69e715fec81597bb8f72330a7eab002d5cacd434dec1cb9be74ab"));
    }

    [Test]
    public void M3_Acs3_SendSms()
    {
        var query = Acs3Signature.Query(
            new Dictionary<string, string>
            {
                ["TemplateParam"] = """{"code":"042137"}""",
                ["TemplateCode"] = "SMS_15305",
                ["SignName"] = "阿里云",
                ["PhoneNumbers"] = "13800138000",
                ["OutId"] = "a b*c~d+e/f='(!)",
            }
        );
        var headers = AliyunHeaders(
            "dysmsapi.aliyuncs.com",
            "SendSms",
            "2017-05-25",
            "2025-12-31T23:59:59Z",
            "6d3c3f0a4e1b4b0f9a51c7d2e8f60b13"
        );
        var signed = Acs3Signature.Sign("POST", query, headers, Acs3Signature.EmptyBody, "LTAItestExample", "aliyun-test-secret");

        Assert.Multiple(() =>
        {
            Assert.That(
                query,
                Is.EqualTo(
                    "OutId=a%20b%2Ac~d%2Be%2Ff%3D%27%28%21%29&PhoneNumbers=13800138000&SignName=%E9%98%BF%E9%87%8C%E4%BA%91&TemplateCode=SMS_15305&TemplateParam=%7B%22code%22%3A%22042137%22%7D"
                )
            );
            Assert.That(signed.RequestHash, Is.EqualTo("749c2318b6344ff0fddb03f62d9bae8172e1e1275b9fd25bb2c3dd8281dd26ce"));
            Assert.That(
                signed.Authorization,
                Is.EqualTo(
                    "ACS3-HMAC-SHA256 Credential=LTAItestExample,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=51ae12af1e03a476797580e5425e4f47ca0f80c209ae07476ea56c6ce88044a5"
                )
            );
        });
    }

    [Test]
    public void M4_Tc3_OfficialPage()
    {
        var signed = Cvm(new string('*', 32), ("x-tc-action", "DescribeInstances"));

        Assert.That(signed.RequestHash, Is.EqualTo("7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"));
        Assert.That(signed.Signature, Is.EqualTo("10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"));
    }

    [Test]
    public void M5_Tc3_OlderOfficialPage()
    {
        var signed = Cvm("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE");

        Assert.That(signed.RequestHash, Is.EqualTo("5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031"));
        Assert.That(signed.Signature, Is.EqualTo("72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"));
    }

    [TestCase(true, "1758fd84e0b2d27b3c55b2a9e869890bb3e7d4cf5a93351ac067e1e4832bce3c")]
    [TestCase(false, "0baf88b3d6c33ba6b31e38cf5b9cf708e3053f151c743fe1331a6a061635736c")]
    public void M6_Tc3_SendSms_OnTheDateOfUtc(bool withAction, string signature)
    {
        var body = Encoding.UTF8.GetBytes(
            """{"PhoneNumberSet":["+8613800138000"],"SmsSdkAppId":"1400006666","SignName":"腾讯云","TemplateId":"1110","TemplateParamSet":["042137"],"SessionContext":"vc_01"}"""
        );
        var headers = new Dictionary<string, string> { ["host"] = "sms.tencentcloudapi.com", ["content-type"] = Json };
        if (withAction)
        {
            headers["x-tc-action"] = "SendSms";
        }

        var signed = Tc3Signature.Sign("sms", headers, body, At(1767225599), "AKIDtestExample", "tencent-test-secret");

        Assert.That(body, Has.Length.EqualTo(162));
        Assert.That(signed.Signature, Is.EqualTo(signature));
        Assert.That(signed.Authorization, Does.StartWith("TC3-HMAC-SHA256 Credential=AKIDtestExample/2025-12-31/sms/tc3_request, "));
    }

    [TestCase("th-TH")]
    [TestCase("ar-SA")]
    public void M6_Tc3_WhateverTheCulture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            M6_Tc3_SendSms_OnTheDateOfUtc(withAction: true, "1758fd84e0b2d27b3c55b2a9e869890bb3e7d4cf5a93351ac067e1e4832bce3c");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void M7_Webhook_UnitTestOfItsLibraries() =>
        Assert.That(
            Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""),
            Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );

    [Test]
    public void M8_Webhook_OurBodyAndTwoSecretsWhileChanging()
    {
        const string One = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        const string Two = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
        var body = HttpGateway.Body(new TextMessage("+8613800138000", "042137", TextPurpose.Login, "msg_01"));
        var text = Encoding.UTF8.GetString(body);

        Assert.That(text, Is.EqualTo("""{"phone":"+8613800138000","code":"042137","purpose":"login","id":"msg_01"}"""));
        Assert.That(body, Has.Length.EqualTo(74));
        Assert.That(
            Webhook($"{One} {Two}", "msg_01", 1767225599, text),
            Is.EqualTo("v1,qWWwhAvDCv0LC0CWTRrsHZWos7pR3vYdd6CZfLmmTaQ= v1,HQfCtyjfE/Eio7Vcei11cfJlprGwjEGs7QeJw+fjOJY=")
        );
    }

    [Test]
    public void M9_WechatPhone_Decrypted()
    {
        var plain = MiniProgramData.Decrypt(
            "AAECAwQFBgcICQoLDA0ODw==",
            "EBESExQVFhcYGRobHB0eHw==",
            "aLhedzo+Z6es5zW+YHo9susiHnaEYeAkbZXA6vB3xXwsEHApbzM53NsvIVPS8sbzE9Tu3cKoosCIaJ9ReH9c7q8xI4AFlJ8HTHrrdVC0WzSFVEG+Q/SUBzVOfvRAiCzgg0JkylP9/tDhDKuTKzFv1yemzVI3gzl/cgw5pSYCQ3Jb4ofUiB+PoaJtz8/X0tj2G7XwiL+9+aRthdahYRQlZw=="
        );
        Assert.That(LenientJson.TryParse(Encoding.UTF8.GetString(plain!), out var json), Is.True);

        var told = WechatPhone.Read(json!, "wx4f4bc4dec97d474b", At(1767225600));
        var stale = WechatPhone.Read(json!, "wx4f4bc4dec97d474b", At(1767225599 + 601));
        var foreign = WechatPhone.Read(json!, "wx-of-another", At(1767225600));

        Assert.That((told.Phone, stale.Phone, foreign.Phone), Is.EqualTo(("+8613800138000", (string?)null, (string?)null)));
    }

    private static Dictionary<string, string> AliyunHeaders(string host, string action, string version, string date, string nonce) =>
        new()
        {
            ["host"] = host,
            ["x-acs-action"] = action,
            ["x-acs-version"] = version,
            ["x-acs-date"] = date,
            ["x-acs-signature-nonce"] = nonce,
            ["x-acs-content-sha256"] = Acs3Signature.EmptyBody,
        };

    private static Tc3 Cvm(string secret, params (string Name, string Value)[] more)
    {
        var body = Encoding.UTF8.GetBytes("""{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}""");
        Assert.That(
            Convert.ToHexStringLower(SHA256.HashData(body)),
            Is.EqualTo("35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064")
        );
        var headers = new Dictionary<string, string> { ["host"] = "cvm.tencentcloudapi.com", ["content-type"] = Json };
        foreach (var (name, value) in more)
        {
            headers[name] = value;
        }

        return Tc3Signature.Sign("cvm", headers, body, At(1551113065), "AKID" + new string('*', 32), secret);
    }

    private static string Webhook(string secrets, string id, long seconds, string body)
    {
        Assert.That(WebhookSignature.TryReadKeys(secrets, out var keys), Is.True);
        return WebhookSignature.Sign(keys!, id, At(seconds), Encoding.UTF8.GetBytes(body));
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
