using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Django's default: <c>pbkdf2_sha256$600000$salt$digest</c>. The salt counts as the text it is.</summary>
internal sealed class DjangoForm : IForeignHashForm
{
    public bool Recognises(string text) => text.StartsWith("pbkdf2_sha256$", StringComparison.Ordinal);

    public HashReading Read(string text)
    {
        if (text.Split('$') is not [_, var passes, var salt, var digest])
        {
            return HashReading.No("it is no whole PBKDF2 hash");
        }

        var saltBytes = Encoding.UTF8.GetBytes(salt);
        return Pbkdf2.Read(
            HashAlgorithmName.SHA256,
            HashNumbers.TryRead(passes, 1, Pbkdf2.MostPasses, out var number) ? number : 0,
            saltBytes.Length is >= Pbkdf2.LeastSalt and <= Pbkdf2.MostSalt ? saltBytes : null,
            HashBase64.Decode(digest, Pbkdf2.LeastDigest, Pbkdf2.MostDigest),
            text[..^digest.Length] + HashBase64.Encode(new byte[digest.TrimEnd('=').Length * 3 / 4])
        );
    }
}
