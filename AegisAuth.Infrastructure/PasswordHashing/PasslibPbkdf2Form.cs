using System.Security.Cryptography;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>PBKDF2 as Python's passlib writes it: <c>$pbkdf2-sha256$29000$salt$digest</c>, base64 with <c>.</c> for <c>+</c>.</summary>
internal sealed class PasslibPbkdf2Form : IForeignHashForm
{
    private const string Sha256 = "$pbkdf2-sha256$";
    private const string Sha512 = "$pbkdf2-sha512$";

    public bool Recognises(string text) =>
        text.StartsWith(Sha256, StringComparison.Ordinal) || text.StartsWith(Sha512, StringComparison.Ordinal);

    public HashReading Read(string text)
    {
        if (text.Split('$') is not ["", var name, var passes, var salt, var digest])
        {
            return HashReading.No("it is no whole PBKDF2 hash");
        }

        return Pbkdf2.Read(
            name == "pbkdf2-sha256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512,
            HashNumbers.TryRead(passes, 1, Pbkdf2.MostPasses, out var number) ? number : 0,
            HashBase64.Decode(salt, Pbkdf2.LeastSalt, Pbkdf2.MostSalt),
            HashBase64.Decode(digest, Pbkdf2.LeastDigest, Pbkdf2.MostDigest),
            text[..^digest.Length] + new string('A', digest.Length)
        );
    }
}
