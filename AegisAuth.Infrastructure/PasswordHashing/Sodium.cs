using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Two calls of libsodium that NSec, which brings it, does not pass on: scrypt with any salt, Argon2id with several lanes.</summary>
internal static class Sodium
{
    private const string Library = "libsodium";

    // Chooses the code for this processor; may be called again and again.
    static Sodium() => _ = Init();

    /// <summary>scrypt with these parameters.</summary>
    /// <exception cref="CryptographicException">The memory was not to be had.</exception>
    public static byte[] Scrypt(byte[] password, byte[] salt, ScryptCost cost, int length)
    {
        var digest = new byte[length];
        var failed = ScryptLowLevel(
            password,
            (nuint)password.Length,
            salt,
            (nuint)salt.Length,
            (ulong)cost.N,
            (uint)cost.BlockSize,
            (uint)cost.Parallelism,
            digest,
            (nuint)length
        );
        return failed == 0 ? digest : throw new CryptographicException("scrypt could not be computed.");
    }

    /// <summary>Whether a PHC string is the Argon2id hash of this password. Memory that is not to be had makes it false.</summary>
    public static bool VerifyArgon2id(string phc, string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return Argon2idVerify(Encoding.ASCII.GetBytes(phc + '\0'), bytes, (ulong)bytes.Length) == 0;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    [DllImport(Library, EntryPoint = "sodium_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Init();

    [DllImport(Library, EntryPoint = "crypto_pwhash_scryptsalsa208sha256_ll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ScryptLowLevel(
        byte[] password,
        nuint passwordLength,
        byte[] salt,
        nuint saltLength,
        ulong n,
        uint r,
        uint p,
        byte[] digest,
        nuint digestLength
    );

    [DllImport(Library, EntryPoint = "crypto_pwhash_argon2id_str_verify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Argon2idVerify(byte[] phc, byte[] password, ulong passwordLength);
}
