using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// ASP.NET Core Identity's <c>PasswordHasher</c>, base64. Version 2: a zero byte, 16 bytes of salt, 32 of digest, PBKDF2 with
/// SHA-1 and 1,000 passes. Version 3: a one, then as big-endian numbers the hash function, the passes and the length of
/// the salt, then salt and digest.
/// </summary>
internal sealed class AspNetIdentityForm : IForeignHashForm
{
    private const int Version2Passes = 1000;
    private const int Version2Salt = 16;
    private const int Version2Digest = 32;
    private const int Version3Head = 13;
    private const int Shortest = 1 + Version2Salt + Version2Digest;
    private const int Longest = Version3Head + Pbkdf2.MostSalt + Pbkdf2.MostDigest;

    public bool Recognises(string text) => HashBase64.Decode(text, Shortest, Longest) is [0 or 1, ..];

    public HashReading Read(string text)
    {
        var bytes = HashBase64.Decode(text, Shortest, Longest)!;
        return bytes[0] == 0 ? ReadVersion2(bytes) : ReadVersion3(bytes);
    }

    private static HashReading ReadVersion2(byte[] bytes) =>
        bytes.Length == Shortest
            ? Read(HashAlgorithmName.SHA1, Version2Passes, bytes, head: 1, Version2Salt)
            : HashReading.No("it is no whole hash of ASP.NET Core Identity");

    private static HashReading ReadVersion3(byte[] bytes)
    {
        HashAlgorithmName? algorithm = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) switch
        {
            0 => HashAlgorithmName.SHA1,
            1 => HashAlgorithmName.SHA256,
            2 => HashAlgorithmName.SHA512,
            _ => null,
        };
        var passes = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
        var salt = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        return algorithm is { } known && salt <= Pbkdf2.MostSalt && Version3Head + salt < bytes.Length
            ? Read(known, (int)Math.Min(passes, int.MaxValue), bytes, Version3Head, (int)salt)
            : HashReading.No("it is no whole hash of ASP.NET Core Identity");
    }

    private static HashReading Read(HashAlgorithmName algorithm, int passes, byte[] bytes, int head, int salt)
    {
        var (saltBytes, digest) = (bytes[head..(head + salt)], bytes[(head + salt)..]);
        var recipe = (byte[])bytes.Clone();
        recipe.AsSpan(head + salt).Clear();
        return Pbkdf2.Read(
            algorithm,
            passes,
            saltBytes.Length >= Pbkdf2.LeastSalt ? saltBytes : null,
            digest.Length is >= Pbkdf2.LeastDigest and <= Pbkdf2.MostDigest ? digest : null,
            HashBase64.Encode(recipe)
        );
    }
}
