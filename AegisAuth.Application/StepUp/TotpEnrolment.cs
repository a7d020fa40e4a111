using AegisAuth.Application.Common;

namespace AegisAuth.Application.StepUp;

/// <summary>What an authenticator app needs to take a key in: as a picture to scan, or as text to type.</summary>
public sealed record TotpEnrolment
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private TotpEnrolment(string secret, string uri, string picture) => (Secret, KeyUri, QrPicture) = (secret, uri, picture);

    /// <summary>The key in Base32 without padding (RFC 4648, section 6), for people who type it.</summary>
    public string Secret { get; }

    /// <summary>
    /// The key as an <c>otpauth://totp/</c> address in Google Authenticator's key URI format. It is a secret: show it to its
    /// owner once, and log it never.
    /// </summary>
    public string KeyUri { get; }

    /// <summary><see cref="KeyUri"/> as a QR code: <c>data:image/png;base64,…</c>.</summary>
    public string QrPicture { get; }

    /// <summary>Presents a key.</summary>
    /// <param name="key">The secret key.</param>
    /// <param name="account">The name the app shows beside the code, such as the AegisSpeed id.</param>
    /// <param name="issuer">The name the app shows above it: <c>Brand:Name</c>.</param>
    /// <param name="qrCode">Draws the picture.</param>
    public static TotpEnrolment Of(ReadOnlySpan<byte> key, string account, string issuer, IQrCode qrCode)
    {
        var secret = ToBase32(key);
        var name = Uri.EscapeDataString(issuer);
        var uri = $"otpauth://totp/{name}:{Uri.EscapeDataString(account)}?secret={secret}&issuer={name}&algorithm=SHA1&digits=6&period=30";
        return new TotpEnrolment(secret, uri, qrCode.Png(uri));
    }

    /// <summary>Keeps the key out of logs.</summary>
    public override string ToString() => nameof(TotpEnrolment);

    private static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new char[((bytes.Length * 8) + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var high = bytes[bit / 8] << 8;
            var pair = high | (bit / 8 + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
            text[i] = Base32[(pair >> (11 - (bit % 8))) & 0x1F];
        }

        return new string(text);
    }
}
