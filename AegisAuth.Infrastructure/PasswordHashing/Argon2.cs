using System.Security.Cryptography;
using NSec.Cryptography;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Argon2id as this service stores it: one lane, a salt of 16 bytes, a digest of 32.</summary>
internal static class Argon2
{
    public const int SaltBytes = 16;
    public const int DigestBytes = 32;

    /// <summary>A fresh hash with today's parameters: of a password, or of what another hash has made of it.</summary>
    public static PhcString Hash(ReadOnlySpan<byte> secret, PasswordHashOptions options)
    {
        var empty = new PhcString(options.MemoryKiB, options.Iterations, RandomNumberGenerator.GetBytes(SaltBytes), new byte[DigestBytes]);
        return empty with { Hash = Derive(secret, empty) };
    }

    /// <summary>Whether it is the hash of this; compared in constant time.</summary>
    public static bool Matches(ReadOnlySpan<byte> secret, PhcString target) =>
        CryptographicOperations.FixedTimeEquals(Derive(secret, target), target.Hash);

    public static byte[] Derive(ReadOnlySpan<byte> secret, PhcString target) =>
        new Argon2id(
            new NSec.Cryptography.Argon2Parameters
            {
                DegreeOfParallelism = 1,
                MemorySize = target.MemoryKiB,
                NumberOfPasses = target.Iterations,
            }
        ).DeriveBytes(secret, target.Salt, target.Hash.Length);
}
