using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.KeyRing;

/// <summary>AES-256-GCM over the secrets of the key ring: written with <c>Encryption:Key</c>, read with that or a previous one.</summary>
internal sealed class RingCipher(IOptions<EncryptionOptions> options)
{
    private const string SealedName = "aesGcm";

    private static readonly XNamespace DataProtection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName EncryptedName = DataProtection + "encryptedSecret";
    private static readonly XName MustBeEncrypted = DataProtection + "requiresEncryption";

    private readonly byte[]? _key = options.Value.KeyMaterial();
    private readonly byte[][] _previous = [.. options.Value.PreviousKeys.Select(Convert.FromBase64String)];

    /// <summary>Whether there is a key to write with.</summary>
    public bool Writes => _key is not null;

    /// <summary>The element, encrypted.</summary>
    public XElement Seal(XElement plain)
    {
        var text = Encoding.UTF8.GetBytes(plain.ToString(SaveOptions.DisableFormatting));
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var cipher = new byte[text.Length];
        using var aes = new AesGcm(_key!, tag.Length);
        aes.Encrypt(nonce, text, cipher, tag);
        return new XElement(SealedName, Convert.ToBase64String([.. nonce, .. tag, .. cipher]));
    }

    /// <summary>What was encrypted; null where none of the keys opens it.</summary>
    /// <param name="sealedElement">From <see cref="Seal"/>.</param>
    /// <param name="isCurrent">Whether <c>Encryption:Key</c> opened it.</param>
    public XElement? Open(XElement sealedElement, out bool isCurrent)
    {
        var current = _key is null ? null : TryOpen(_key, sealedElement);
        isCurrent = current is not null;
        return current ?? _previous.Select(key => TryOpen(key, sealedElement)).FirstOrDefault(opened => opened is not null);
    }

    /// <summary>Opens every secret of a stored key in its place, and says what was found.</summary>
    public RingEntry Read(string name, string xml)
    {
        var root = XElement.Parse(xml);
        var (clear, previous, closed) = (
            root.DescendantsAndSelf().Any(element => element.Attribute(MustBeEncrypted) is not null),
            false,
            false
        );
        foreach (var encrypted in root.Descendants(EncryptedName).Where(element => element.Element(SealedName) is not null).ToList())
        {
            if (Open(encrypted.Element(SealedName)!, out var isCurrent) is { } opened)
            {
                encrypted.ReplaceWith(opened);
                previous |= !isCurrent;
            }
            else
            {
                closed = true;
            }
        }

        return new RingEntry(name, root, clear, previous, closed);
    }

    /// <summary>A stored key whose open secrets are encrypted with <c>Encryption:Key</c>, in the form of Data Protection.</summary>
    public string Write(XElement opened)
    {
        var root = new XElement(opened);
        foreach (var secret in root.Descendants().Where(element => element.Attribute(MustBeEncrypted) is not null).ToList())
        {
            secret.ReplaceWith(
                new XElement(EncryptedName, new XAttribute("decryptorType", typeof(RingDecryptor).AssemblyQualifiedName!), Seal(secret))
            );
        }

        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement? TryOpen(byte[] key, XElement sealedElement)
    {
        try
        {
            var bytes = Convert.FromBase64String(sealedElement.Value).AsSpan();
            var nonce = bytes[..AesGcm.NonceByteSizes.MaxSize];
            var tag = bytes.Slice(nonce.Length, AesGcm.TagByteSizes.MaxSize);
            var cipher = bytes[(nonce.Length + tag.Length)..];
            var plain = new byte[cipher.Length];
            using var aes = new AesGcm(key, tag.Length);
            aes.Decrypt(nonce, cipher, tag, plain);
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentOutOfRangeException)
        {
            // Another key wrote it, or the row was damaged: the caller says so.
            return null;
        }
    }
}

/// <summary>A stored key of the ring.</summary>
/// <param name="Name">The key of its row.</param>
/// <param name="Xml">The key with its secrets open.</param>
/// <param name="WasClear">Whether a secret lies in the database in the clear.</param>
/// <param name="WasPrevious">Whether a previous key opened it.</param>
/// <param name="IsClosed">Whether none of the keys opens it.</param>
internal sealed record RingEntry(string Name, XElement Xml, bool WasClear, bool WasPrevious, bool IsClosed);
