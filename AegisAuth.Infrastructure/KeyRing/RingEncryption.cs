using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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

    public byte[]? KeyMaterial() => string.IsNullOrEmpty(Key) ? null : Convert.FromBase64String(Key);

    public static bool IsValid(EncryptionOptions options)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 1];
        return string.IsNullOrEmpty(options.Key) || (Convert.TryFromBase64String(options.Key, bytes, out var length) && length == KeyBytes);
    }
}

/// <summary>Encrypts the keys of the ring with <c>Encryption:Key</c> (AES-256-GCM) before they are stored.</summary>
internal sealed class RingEncryptor(byte[] key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var cipher = new byte[plain.Length];
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        var element = new XElement("aesGcm", Convert.ToBase64String([.. nonce, .. tag, .. cipher]));
        return new EncryptedXmlInfo(element, typeof(RingDecryptor));
    }
}

/// <summary>Reads what <see cref="RingEncryptor"/> wrote. Made by Data Protection, which hands it the services.</summary>
internal sealed class RingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var key =
            services.GetRequiredService<IOptions<EncryptionOptions>>().Value.KeyMaterial()
            ?? throw new InvalidOperationException("The key ring is encrypted: Encryption:Key must be set to the key it was written with.");
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        var nonce = sealedBytes[..AesGcm.NonceByteSizes.MaxSize];
        var tag = sealedBytes.Slice(nonce.Length, AesGcm.TagByteSizes.MaxSize);
        var cipher = sealedBytes[(nonce.Length + tag.Length)..];
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(key, tag.Length);
        aes.Decrypt(nonce, cipher, tag, plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
