using System.Buffers.Text;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// Base64 as hashes have it: with or without padding, with <c>+/</c>, with <c>-_</c>, or with passlib's <c>./</c>.
/// Products mix these, and a hash that one of them has made must not be lost over it.
/// </summary>
internal static class HashBase64
{
    /// <summary>The bytes; null for text that is no base64, or for fewer or more bytes than asked for.</summary>
    public static byte[]? Decode(string text, int least, int most)
    {
        var plain = text.TrimEnd('=').Replace('.', '-').Replace('+', '-').Replace('/', '_');
        // Longer text is not looked at; white space is no part of a hash.
        if (plain.Length > (most * 4 / 3) + 2 || plain.Any(char.IsWhiteSpace) || !Base64Url.IsValid(plain, out var length))
        {
            return null;
        }

        return length >= least && length <= most ? Base64Url.DecodeFromChars(plain) : null;
    }

    /// <summary>Standard base64 without padding, as PHC strings have it.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
