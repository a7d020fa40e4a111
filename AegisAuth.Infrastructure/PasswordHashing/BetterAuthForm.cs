using System.Buffers;
using System.Text;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// better-auth's default: <c>salt:key</c> in hexadecimal, 16 and 64 bytes; scrypt with N=16384, r=16, p=1. The salt counts as the
/// text it is, and the password in Unicode form NFKC.
/// </summary>
internal sealed class BetterAuthForm : IForeignHashForm
{
    private const int SaltLength = 32;
    private const int KeyLength = 128;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly ScryptCost Cost = new(16384, 16, 1);

    public bool Recognises(string text) =>
        text.Length == SaltLength + 1 + KeyLength && text[SaltLength] == ':' && text.AsSpan(0, SaltLength).IndexOfAnyExcept(LowerHex) < 0;

    public HashReading Read(string text)
    {
        var key = text[(SaltLength + 1)..];
        if (!key.All(char.IsAsciiHexDigit))
        {
            return HashReading.No("it is no whole hash of better-auth");
        }

        var salt = text[..SaltLength];
        var reading = Scrypt.Read(Cost, Encoding.ASCII.GetBytes(salt), Convert.FromHexString(key), $"{salt}:{new string('0', KeyLength)}");
        return reading.Hash is { } hash
            ? new Normalised(hash)
            {
                Digest = hash.Digest,
                Recipe = hash.Recipe,
                IsWeak = hash.IsWeak,
            }
            : reading;
    }

    private sealed class Normalised(ForeignHash hash) : ForeignHash
    {
        public override byte[] Derive(string password) => hash.Derive(password.Normalized(NormalizationForm.FormKC));
    }
}
