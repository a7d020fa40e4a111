using System.Buffers.Binary;
using System.Text;
using AegisAuth.Application.StepUp;
using AegisAuth.Infrastructure.Drawing;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.StepUp;

public sealed class TotpEnrolmentTests
{
    // RFC 4648 section 10, without the padding.
    [TestCase("f", "MY")]
    [TestCase("fo", "MZXQ")]
    [TestCase("foo", "MZXW6")]
    [TestCase("foob", "MZXW6YQ")]
    [TestCase("fooba", "MZXW6YTB")]
    [TestCase("foobar", "MZXW6YTBOI")]
    public void Secret_VectorsOfTheRfc_AreRight(string key, string expected) =>
        Assert.That(Enrol(Encoding.ASCII.GetBytes(key), "x").Secret, Is.EqualTo(expected));

    [Test]
    public void Secret_NewKey_CanBeReadBack()
    {
        var key = Totp.NewKey();

        Assert.That(Base32Text.Decode(Enrol(key, "x").Secret), Is.EqualTo(key));
    }

    [Test]
    public void KeyUri_AnAccount_SaysEverythingAnAppNeeds() =>
        Assert.That(
            Enrol("12345678901234567890"u8, "ASD000001").KeyUri,
            Is.EqualTo(
                "otpauth://totp/AegisAuth:ASD000001?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                    + "&issuer=AegisAuth&algorithm=SHA1&digits=6&period=30"
            )
        );

    [Test]
    public void KeyUri_NameWithSigns_StaysOneLabel()
    {
        var uri = new Uri(Enrol(Totp.NewKey(), "李华&secret=x?/#:").KeyUri);

        Assert.That(Uri.UnescapeDataString(uri.AbsolutePath), Is.EqualTo("/AegisAuth:李华&secret=x?/#:"));
        Assert.That(uri.Fragment, Is.Empty);
        Assert.That(uri.Query, Does.StartWith("?secret=").And.Not.Contain("secret=x"));
    }

    [Test]
    public void QrPicture_AKey_IsASquarePng()
    {
        const string Prefix = "data:image/png;base64,";
        var picture = Enrol(Totp.NewKey(), "ASD000001").QrPicture;

        Assert.That(picture, Does.StartWith(Prefix));
        var png = Convert.FromBase64String(picture[Prefix.Length..]);
        Assert.That(png.AsSpan(0, 8).ToArray(), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
        var width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), Is.EqualTo(width));
        Assert.That(width, Is.InRange(150, 400));
    }

    [Test]
    public void QrPicture_AnotherKey_IsAnotherPicture() =>
        Assert.That(
            Enrol("12345678901234567890"u8, "ASD000001").QrPicture,
            Is.Not.EqualTo(Enrol("12345678901234567891"u8, "ASD000001").QrPicture)
        );

    [Test]
    public void ToString_AnEnrolment_TellsNothing()
    {
        var enrolment = Enrol(Totp.NewKey(), "ASD000001");

        Assert.That($"{enrolment}", Does.Not.Contain(enrolment.Secret));
    }

    private static TotpEnrolment Enrol(ReadOnlySpan<byte> key, string account) => TotpEnrolment.Of(key, account, "AegisAuth", new QrCode());
}
