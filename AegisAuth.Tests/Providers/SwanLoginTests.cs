using System.Buffers.Binary;
using System.Text;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Baidu;

namespace AegisAuth.Tests.Providers;

public sealed class SwanLoginTests
{
    private ProviderHost _host = null!;

    [SetUp]
    public void SetUp() => _host = ProviderHost.Canned("swan");

    [TearDown]
    public void TearDown() => _host.Dispose();

    [TestCase("good@1")]
    [TestCase("newer")]
    public async Task IdentifyAsync_GoodCode_NamesThePerson(string code) =>
        Assert.That(AnswerAssert.Person(await _host.LoginAsync("swan", code)), Is.EqualTo(new ProviderIdentity { Subject = "open_id" }));

    [Test]
    public async Task IdentifyAsync_EncryptedData_BringsDecoration()
    {
        var person = AnswerAssert.Person(await _host.LoginAsync("swan", Encrypted("good@1", Vectors.Swan.LongData, Vectors.Swan.OtherIv)));
        Assert.That(person.DisplayName, Is.EqualTo(new string('n', 300)));
        Assert.That(person.AvatarUrl, Is.EqualTo("https://himg.bdimg.com/sys/portrait/item/1.jpg"));
    }

    [Test]
    public async Task IdentifyAsync_EncryptedDataOfAnotherPerson_Refuses() =>
        AnswerAssert.Refused(
            await _host.LoginAsync("swan", Encrypted("other-person", Vectors.Swan.Data, Vectors.Swan.Iv)),
            AuthError.CodeRefused,
            "user-data"
        );

    [TestCase("invalid", AuthError.CodeRefused, "10010100", null)]
    [TestCase("invalid-text", AuthError.CodeRefused, "10010100", "3456")]
    [TestCase("older-error", AuthError.CodeRefused, "invalid_request", null)]
    [TestCase("both", AuthError.ProviderUnavailable, "111", null)]
    [TestCase("wrong-keys", AuthError.ProviderUnavailable, "invalid_client", null)]
    [TestCase("no-key", AuthError.ProviderUnavailable, "no-openid", null)]
    public async Task IdentifyAsync_VendorError_RefusesWithItsNumber(string code, AuthError error, string number, string? requestId) =>
        AnswerAssert.Refused(await _host.LoginAsync("swan", code), error, number, requestId: requestId);

    [TestCase(Vectors.Swan.Iv, Vectors.Swan.Data)]
    [TestCase(Vectors.Swan.OtherIv, Vectors.Swan.OtherData)]
    public void Decrypt_Vector_GivesTheContent(string iv, string data) =>
        Assert.That(SwanData.Decrypt(Vectors.Swan.SessionKey, iv, data, Vectors.Swan.AppKey), Is.EqualTo(Vectors.Swan.Content));

    [Test]
    public void Decrypt_LongContent_ReadsAllFourLengthBytes() =>
        Assert.That(
            SwanData.Decrypt(Vectors.Swan.SessionKey, Vectors.Swan.OtherIv, Vectors.Swan.LongData, Vectors.Swan.AppKey),
            Has.Length.EqualTo(404)
        );

    [TestCase("y2dTfnWfkx2OXttMEMWlGHoB1KzMogm8")]
    [TestCase("y2dTfnWfkx2OXttMEMWlGHoB1KzMogm")]
    [TestCase("")]
    public void Decrypt_DataOfAnotherApp_Refuses(string appKey) =>
        Assert.That(SwanData.Decrypt(Vectors.Swan.SessionKey, Vectors.Swan.Iv, Vectors.Swan.Data, appKey), Is.Null);

    [Test]
    public void Decrypt_WrongVector_TouchesTheRandomBlockOnly() =>
        Assert.That(
            SwanData.Decrypt(Vectors.Swan.SessionKey, Vectors.Swan.Iv, Vectors.Swan.OtherData, Vectors.Swan.AppKey),
            Is.EqualTo(Vectors.Swan.Content),
            "in CBC the vector changes the first block, and Baidu's first block is random bytes"
        );

    [TestCase(1u, 32, true)]
    [TestCase(0u, 0, false)]
    [TestCase(0u, 33, false)]
    [TestCase(uint.MaxValue, 16, false)]
    [TestCase(0x7fffffffu, 16, false)]
    public void Decrypt_LengthAndPadding_AreChecked(uint length, byte padding, bool accepted)
    {
        // 16 random, 4 length, one byte of content, a key of 11 bytes: 32 bytes, then the padding under test.
        var plain = new byte[64];
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(16), length);
        plain[20] = (byte)'x';
        Encoding.ASCII.GetBytes("elevenbytes", plain.AsSpan(21));
        plain.AsSpan(32).Fill(padding);
        var data = TestCipher.EncryptRaw(plain, Vectors.Swan.SessionKey, Vectors.Swan.OtherIv);
        Assert.That(
            SwanData.Decrypt(Vectors.Swan.SessionKey, Vectors.Swan.OtherIv, data, "elevenbytes"),
            Is.EqualTo(accepted ? "x" : null)
        );
    }

    [Test]
    public void Decrypt_OnePaddingByteOff_Refuses()
    {
        var plain = new byte[64];
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(16), 1);
        Encoding.ASCII.GetBytes("xelevenbytes", plain.AsSpan(20));
        plain.AsSpan(32).Fill(32);
        plain[40] = 31;
        var data = TestCipher.EncryptRaw(plain, Vectors.Swan.SessionKey, Vectors.Swan.OtherIv);
        Assert.That(SwanData.Decrypt(Vectors.Swan.SessionKey, Vectors.Swan.OtherIv, data, "elevenbytes"), Is.Null);
    }

    [Test]
    public void Decrypt_TooShortForItsHeader_Refuses()
    {
        var plain = new byte[16];
        plain.AsSpan().Fill(16);
        var data = TestCipher.EncryptRaw(plain, Vectors.Swan.SessionKey, Vectors.Swan.OtherIv);
        Assert.That(SwanData.Decrypt(Vectors.Swan.SessionKey, Vectors.Swan.OtherIv, data, ""), Is.Null);
    }

    private static ProviderCredential Encrypted(string code, string data, string iv) =>
        new()
        {
            Code = code,
            EncryptedData = data,
            Iv = iv,
        };
}
