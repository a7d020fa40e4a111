using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Application.Common;

/// <summary>Random secrets that a client carries and the server stores only as a hash.</summary>
/// <remarks>256 random bits need no salt and no slow hash: there is nothing to guess (NIST SP 800-63B-4, 3.1.2).</remarks>
public static class RandomSecret
{
    private const int Bytes = 32;

    // What clients send in place of a secret may be longer.
    private const int Longest = 256;

    /// <summary>256 random bits in base64url, 43 characters.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>128 random bits in hexadecimal, 32 characters: a name that cannot be guessed.</summary>
    public static string CreateId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes / 2));

    /// <summary>What is stored: SHA-256 of the UTF-8 text, 32 bytes.</summary>
    public static byte[] Hash(string secret)
    {
        Span<byte> utf8 = stackalloc byte[Longest];
        return Encoding.UTF8.TryGetBytes(secret, utf8, out var length)
            ? SHA256.HashData(utf8[..length])
            : SHA256.HashData(Encoding.UTF8.GetBytes(secret));
    }

    /// <summary>Whether the text is the one with this hash, in constant time.</summary>
    public static bool Matches(string secret, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(secret), hash);
}
