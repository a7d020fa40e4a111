using System.Security.Cryptography;
using System.Text;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Tests.Providers;

public sealed class MiniProgramDataTests
{
    [Test]
    public void Decrypt_WechatVector_GivesItsText()
    {
        var plain = MiniProgramData.Decrypt(Vectors.Weapp.SessionKey, Vectors.Weapp.Iv, Vectors.Weapp.EncryptedData);
        Assert.That(plain, Has.Length.EqualTo(393));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(plain!)), Is.EqualTo(Vectors.Weapp.PlainSha256));
    }

    [Test]
    public void Decrypt_AlipayVector_GivesItsText() =>
        Assert.That(
            Encoding.UTF8.GetString(MiniProgramData.Decrypt(Vectors.Alipay.AesKey, Vectors.Alipay.AesZeroIv, Vectors.Alipay.AesText)!),
            Is.EqualTo(Vectors.Alipay.AesPlain)
        );

    [Test]
    public void Decrypt_KeyOfAnotherLength_Refuses() =>
        Assert.That(MiniProgramData.Decrypt(Vectors.Swan.SessionKey, Vectors.Weapp.Iv, Vectors.Weapp.EncryptedData), Is.Null);

    [Test]
    public void IsSigned_WechatVector_Holds() =>
        Assert.That(
            MiniProgramData.IsSigned(Vectors.Signature.WechatRawData, Vectors.Signature.SessionKey, Vectors.Signature.Wechat),
            Is.True
        );

    [Test]
    public void IsSigned_QqText_HoldsForItsOwnHashOnly()
    {
        Assert.That(MiniProgramData.IsSigned(Vectors.Signature.QqRawData, Vectors.Signature.SessionKey, Vectors.Signature.Qq), Is.True);
        Assert.That(
            MiniProgramData.IsSigned(Vectors.Signature.QqRawData, Vectors.Signature.SessionKey, Vectors.Signature.Wechat),
            Is.False
        );
    }

    [Test]
    public void IsSigned_TtText_Holds() =>
        Assert.That(MiniProgramData.IsSigned(Vectors.Signature.TtRawData, Vectors.Signature.SessionKey, Vectors.Signature.Tt), Is.True);

    [TestCase(null)]
    [TestCase("")]
    public void IsSigned_NoSessionKey_Refuses(string? sessionKey) =>
        Assert.That(MiniProgramData.IsSigned("", sessionKey, "da39a3ee5e6b4b0d3255bfef95601890afd80709"), Is.False, "SHA-1 of nothing");
}
