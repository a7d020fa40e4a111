using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// Argon2id (RFC 9106) with any parameters, lanes and salt: <c>$argon2id$v=19$m=65536,t=1,p=4$salt$digest</c>. The hashes of this
/// service are of the same form, and are never asked for here: see <see cref="PhcString"/>.
/// </summary>
internal sealed class Argon2idForm : IForeignHashForm
{
    private const int LeastMemory = 8;
    private const int MostMemory = 1_048_576;
    private const int MostPasses = 10;
    private const int MostLanes = 16;
    private const int LeastSalt = 8;

    // OWASP Password Storage Cheat Sheet: from 7 MiB with five passes to 46 MiB with one, about the same work.
    private const int StrongMemory = 7168;
    private const int StrongWork = StrongMemory * 5;

    public bool Recognises(string text) => text.StartsWith("$argon2id$", StringComparison.Ordinal);

    public HashReading Read(string text)
    {
        if (text.Split('$') is not ["", _, "v=19", var parameters, var salt, var digest])
        {
            return HashReading.No("it is no whole Argon2id hash of version 19");
        }

        if (
            HashNumbers.Named(parameters, "m", "t", "p") is not [var m, >= 1 and <= MostPasses and var t, >= 1 and <= MostLanes and var p]
            || m < LeastMemory * p
            || m > MostMemory
        )
        {
            return HashReading.No("its parameters are out of bounds");
        }

        return
            HashBase64.Decode(salt, LeastSalt, Pbkdf2.MostSalt) is { } saltBytes
            && HashBase64.Decode(digest, Pbkdf2.LeastDigest, Pbkdf2.MostDigest) is { } bytes
            ? new Argon2id(m, t, p, saltBytes)
            {
                Digest = bytes,
                Recipe = text[..^digest.Length] + new string('A', digest.Length),
                IsWeak = m < StrongMemory || m * (long)t < StrongWork,
            }
            : HashReading.No("its salt or its digest is no base64, too short or too long");
    }

    private sealed class Argon2id(int memory, int passes, int lanes, byte[] salt) : ForeignHash
    {
        // libsodium computes one lane over a salt of 16 bytes; it verifies every other, which is four times as fast as managed code.
        public override bool Matches(string password) =>
            HasOwnShape
                ? base.Matches(password)
                : Sodium.VerifyArgon2id(
                    $"$argon2id$v=19$m={memory},t={passes},p={lanes}${HashBase64.Encode(salt)}${HashBase64.Encode(Digest)}",
                    password
                );

        public override byte[] Derive(string password)
        {
            var bytes = Encoding.UTF8.GetBytes(password);
            try
            {
                return HasOwnShape ? Argon2.Derive(bytes, new PhcString(memory, passes, salt, Digest)) : DeriveManaged(bytes);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }

        private bool HasOwnShape => lanes == 1 && salt.Length == Argon2.SaltBytes;

        private byte[] DeriveManaged(byte[] password)
        {
            var generator = new Argon2BytesGenerator();
            generator.Init(
                new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
                    .WithVersion(Argon2Parameters.Version13)
                    .WithMemoryAsKB(memory)
                    .WithIterations(passes)
                    .WithParallelism(lanes)
                    .WithSalt(salt)
                    .Build()
            );
            var digest = new byte[Digest.Length];
            generator.GenerateBytes(password, digest);
            return digest;
        }
    }
}
