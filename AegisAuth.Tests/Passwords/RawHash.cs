using System.Security.Cryptography;
using System.Text;
using AegisAuth.Infrastructure.PasswordHashing;
using NSec.Cryptography;

namespace AegisAuth.Tests.Passwords;

/// <summary>Hashes as the program made them before it brought passwords into one form.</summary>
internal static class RawHash
{
    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var argon2 = new Argon2id(
            new Argon2Parameters
            {
                DegreeOfParallelism = 1,
                MemorySize = 7168,
                NumberOfPasses = 1,
            }
        );
        return new PhcString(7168, 1, salt, argon2.DeriveBytes(Encoding.UTF8.GetBytes(password), salt, 32)).ToString();
    }
}
