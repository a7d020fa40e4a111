using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Application.StepUp;

/// <summary>
/// One-time codes for an admin who has lost the authenticator app. Each carries 120 random bits, so that
/// it may be stored as a plain SHA-256: ASVS 5.0 6.5.2 and NIST SP 800-63B-4 section 3.1.2 ask for a salted
/// password hash only below 112 bits, where guessing from a stolen table is thinkable. Shorter codes would
/// cost ten Argon2 hashes at every try.
/// </summary>
public static class RecoveryCodes
{
    /// <summary>How many belong to one enrolment.</summary>
    public const int Count = 10;

    private const int Characters = 24;
    private const int GroupLength = 4;

    // Crockford's Base32: no I, L, O or U. 32 characters, five bits each.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Ten new codes of the form <c>7K2M-9QXD-4HTA-V0RC-3NEB-W8JF</c>.</summary>
    public static IReadOnlyList<string> New() => [.. Enumerable.Range(0, Count).Select(_ => NewCode())];

    /// <summary>
    /// What to store of a code, and to look it up with: the SHA-256 of its 24 characters in upper case, without
    /// dashes and spaces. O is read as 0, I and L as 1. Null when that does not leave a code.
    /// </summary>
    public static byte[]? Hash(string? typed)
    {
        if (Normalise(typed) is not { } code)
        {
            return null;
        }

        return SHA256.HashData(Encoding.ASCII.GetBytes(code));
    }

    private static string NewCode()
    {
        var drawn = RandomNumberGenerator.GetString(Alphabet, Characters);
        return string.Join('-', drawn.Chunk(GroupLength).Select(group => new string(group)));
    }

    private static string? Normalise(string? typed)
    {
        // Far more than a code with a dash after every character is no code, and not worth reading.
        if (typed is null || typed.Length > 3 * Characters)
        {
            return null;
        }

        var code = new StringBuilder(Characters);
        foreach (var character in typed.Where(character => character is not ('-' or ' ')))
        {
            var meant = char.ToUpperInvariant(character) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                var other => other,
            };
            if (!Alphabet.Contains(meant, StringComparison.Ordinal))
            {
                return null;
            }

            code.Append(meant);
        }

        return code.Length == Characters ? code.ToString() : null;
    }
}
