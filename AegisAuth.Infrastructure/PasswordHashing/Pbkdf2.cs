using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>PBKDF2 (RFC 8018), whichever product has written it down.</summary>
internal sealed class Pbkdf2 : ForeignHash
{
    // Ten times what the most careful product asks for today; a login with it takes seconds already.
    public const int MostPasses = 10_000_000;
    public const int LeastSalt = 4;
    public const int MostSalt = 64;
    public const int LeastDigest = 16;
    public const int MostDigest = 64;

    // OWASP Password Storage Cheat Sheet: 210,000 with SHA-512. SHA-1 would need 1,300,000 and counts as weak always.
    private const int StrongPasses = 210_000;

    private readonly HashAlgorithmName _algorithm;
    private readonly int _passes;
    private readonly byte[] _salt;

    private Pbkdf2(HashAlgorithmName algorithm, int passes, byte[] salt)
    {
        _algorithm = algorithm;
        _passes = passes;
        _salt = salt;
    }

    public static HashReading Read(HashAlgorithmName algorithm, int passes, byte[]? salt, byte[]? digest, string recipe)
    {
        if (salt is null || digest is null)
        {
            return HashReading.No("its salt or its digest is no base64, too short or too long");
        }

        return passes is < 1 or > MostPasses
            ? HashReading.No("its number of passes is out of bounds")
            : new Pbkdf2(algorithm, passes, salt)
            {
                Digest = digest,
                Recipe = recipe,
                IsWeak = passes < StrongPasses || algorithm == HashAlgorithmName.SHA1,
            };
    }

    public override byte[] Derive(string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(bytes, _salt, _passes, _algorithm, Digest.Length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
