using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>Section <c>Encryption</c>.</summary>
internal sealed class EncryptionOptions
{
    public const int KeyBytes = 32;

    /// <summary>
    /// 32 random bytes in base64 that encrypt the key ring in the database. Absent, the ring lies there in the clear,
    /// and a thief of the database can read what it encrypts.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>Other keys that the ring may be read with: those before a change, or, on the way to it, the next one.</summary>
    public IReadOnlyList<string> PreviousKeys { get; set; } = [];

    public byte[]? KeyMaterial() => string.IsNullOrEmpty(Key) ? null : Convert.FromBase64String(Key);

    public static bool IsValid(EncryptionOptions options) => string.IsNullOrEmpty(options.Key) || IsKey(options.Key);

    public static bool ArePreviousValid(EncryptionOptions options) => options.PreviousKeys.All(IsKey);

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 1];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == KeyBytes;
    }
}

/// <summary>Encrypts the keys of the ring with <c>Encryption:Key</c> before they are stored.</summary>
internal sealed class RingEncryptor(RingCipher cipher) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(cipher.Seal(plaintextElement), typeof(RingDecryptor));
}

/// <summary>
/// Reads what <see cref="RingEncryptor"/> wrote. Made by Data Protection, which hands it the services. <see cref="KeyRingRepository"/>
/// opens what it reads, so only an element that none of the keys opens comes here.
/// </summary>
internal sealed class RingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        services.GetRequiredService<RingCipher>().Open(encryptedElement, out _)
        ?? throw new InvalidOperationException("Neither Encryption:Key nor Encryption:PreviousKeys opens this key of the ring.");
}
