using System.Buffers;
using System.Text;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>
/// bcrypt: <c>$2b$10$</c>, 22 characters of salt, 31 of digest. <c>2a</c>, <c>2b</c> and <c>2y</c> are the same for all text; <c>2x</c>
/// names a faulty implementation of 2011 and is not taken. What stands behind the 72nd byte of a password does not count.
/// </summary>
internal sealed class BcryptForm : IForeignHashForm
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private const int Length = 60;
    private const int SaltAt = 7;
    private const int DigestAt = 29;
    private const int LeastCost = 4;

    // 65,536 rounds, seconds for each login; the form itself goes to 31.
    private const int MostCost = 16;
    private const int StrongCost = 10;

    public bool Recognises(string text) =>
        text.StartsWith("$2a$", StringComparison.Ordinal)
        || text.StartsWith("$2b$", StringComparison.Ordinal)
        || text.StartsWith("$2y$", StringComparison.Ordinal);

    public HashReading Read(string text)
    {
        if (text.Length != Length || text[SaltAt - 1] != '$' || text.AsSpan(SaltAt).IndexOfAnyExcept(Letters) >= 0)
        {
            return HashReading.No("it is no whole bcrypt hash");
        }

        if (!HashNumbers.TryRead(text.AsSpan(4, 2), LeastCost, MostCost, out var cost))
        {
            return HashReading.No("its cost is out of bounds");
        }

        // 22 characters hold four bits more than the salt, 31 hold two more than the digest: set to zero, as bcrypt itself does.
        var setting = text[..(DigestAt - 1)] + Cut(text[DigestAt - 1], 0b110000);
        return new Bcrypt(setting)
        {
            Digest = Encoding.ASCII.GetBytes(text[DigestAt..^1] + Cut(text[^1], 0b111100)),
            Recipe = setting + new string('.', Length - DigestAt),
            IsWeak = cost < StrongCost,
        };
    }

    private static char Cut(char character, int bits) => Alphabet[Alphabet.IndexOf(character, StringComparison.Ordinal) & bits];

    private sealed class Bcrypt(string setting) : ForeignHash
    {
        // The library gives the whole text; its end is the digest.
        public override byte[] Derive(string password) =>
            Encoding.ASCII.GetBytes(BCrypt.Net.BCrypt.HashPassword(password, setting)[DigestAt..]);
    }
}
