using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>scrypt (RFC 7914), whichever product has written it down.</summary>
internal sealed class Scrypt : ForeignHash
{
    private const long MostMemory = 1L << 30;
    private const long MostWork = 1L << 24;

    // The memory and the time of Argon2id as this service has it: 16 MiB, and 2^18 mixed blocks.
    private const long StrongMemory = 16L << 20;
    private const long StrongWork = 1L << 18;

    private readonly ScryptCost _cost;
    private readonly byte[] _salt;

    private Scrypt(ScryptCost cost, byte[] salt)
    {
        _cost = cost;
        _salt = salt;
    }

    public static HashReading Read(ScryptCost cost, byte[] salt, byte[] digest, string recipe)
    {
        if (cost.N < 2 || cost.BlockSize < 1 || cost.Parallelism < 1 || cost.Memory > MostMemory || cost.Work > MostWork)
        {
            return HashReading.No("its parameters are out of bounds");
        }

        return new Scrypt(cost, salt)
        {
            Digest = digest,
            Recipe = recipe,
            IsWeak = cost.Memory < StrongMemory || cost.Work < StrongWork,
        };
    }

    public override byte[] Derive(string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return Sodium.Scrypt(bytes, _salt, _cost, Digest.Length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}

/// <summary>The three numbers of scrypt.</summary>
/// <param name="N">The number of blocks, a power of two.</param>
/// <param name="BlockSize">The size of a block in units of 128 bytes, <c>r</c>.</param>
/// <param name="Parallelism">How often it is done, <c>p</c>.</param>
internal readonly record struct ScryptCost(long N, int BlockSize, int Parallelism)
{
    public long Memory => 128L * N * BlockSize;

    public long Work => N * BlockSize * Parallelism;
}
