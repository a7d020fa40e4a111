using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.Baidu;

/// <summary>
/// Baidu's encrypted user data (smartprogram.baidu.com, "decryption of user data"): AES-192-CBC, padded to 32
/// bytes, and inside it 16 random bytes, a big-endian length, the JSON, and the App Key.
/// </summary>
internal static class SwanData
{
    private const int KeyBytes = 24;
    private const int MaxPadding = 32;
    private const int RandomBytes = 16;
    private const int HeaderBytes = RandomBytes + sizeof(uint);

    /// <summary>The JSON, if everything around it is right and it is of this app and person; one answer for every failure.</summary>
    public static bool TryRead(
        string? sessionKey,
        string? iv,
        string? data,
        string appKey,
        string openId,
        [NotNullWhen(true)] out LenientJson? person
    )
    {
        person = null;
        return Decrypt(sessionKey, iv, data, appKey) is { } content
            && LenientJson.TryParse(content, out person)
            && (!person.Has("openid") || person.Text("openid") == openId);
    }

    /// <summary>The JSON text, or null.</summary>
    public static string? Decrypt(string? sessionKey, string? iv, string? data, string appKey)
    {
        if (!SessionCipher.TryRead(sessionKey, iv, data, KeyBytes, out var aes, out var vector, out var cipher))
        {
            return null;
        }

        using (aes)
        {
            // The usual unpadders know 1 to 16 only and would refuse valid data.
            var plain = aes.DecryptCbc(cipher, vector, PaddingMode.None);
            return Unpad(plain) is { } length ? Content(plain.AsSpan(0, length), Encoding.UTF8.GetBytes(appKey)) : null;
        }
    }

    private static int? Unpad(ReadOnlySpan<byte> plain)
    {
        var padding = plain[^1];
        return padding is >= 1 and <= MaxPadding && padding <= plain.Length && !plain[^padding..].ContainsAnyExcept(padding)
            ? plain.Length - padding
            : null;
    }

    private static string? Content(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> appKey)
    {
        if (plain.Length < HeaderBytes)
        {
            return null;
        }

        // All four bytes: Baidu's demo reads the lowest only and breaks from 256 bytes on.
        var length = BinaryPrimitives.ReadUInt32BigEndian(plain[RandomBytes..]);
        var rest = plain[HeaderBytes..];
        if (length > rest.Length)
        {
            return null;
        }

        var content = rest[..(int)length];
        return rest[(int)length..].SequenceEqual(appKey) ? Encoding.UTF8.GetString(content) : null;
    }
}
