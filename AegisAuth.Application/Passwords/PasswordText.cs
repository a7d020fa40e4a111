using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Which texts can be a password at all. Login and the choice of a new password ask the same question here,
/// so that whatever can be chosen can be used.
/// </summary>
public static class PasswordText
{
    /// <summary>The most characters (Unicode code points): enough for any passphrase, little enough to hash.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// Whether it is text without control characters (U+0000 to U+001F, U+007F to U+009F). Half a surrogate pair
    /// is no text: in UTF-8 all of them become the same replacement character, so that different passwords
    /// would have one hash.
    /// </summary>
    public static bool IsText(ReadOnlySpan<char> password)
    {
        while (!password.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(password, out var rune, out var used) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            password = password[used..];
        }

        return true;
    }

    /// <summary>
    /// Its characters, each Unicode code point counting as one (NIST SP 800-63B-4, section 3.1.1.2): a person
    /// who types ten emoji has typed ten characters, not twenty.
    /// </summary>
    public static int CountCharacters(ReadOnlySpan<char> password)
    {
        var count = 0;
        foreach (var _ in password.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// The form in which a password is hashed and compared: Unicode NFC (RFC 8265, OpaqueString; not NFKC, which
    /// would take different passwords for one). Keyboards of one system send <c>é</c> as one character, those of
    /// another as two.
    /// </summary>
    public static string StartupTasks(string password) =>
        // Text that has no normal form stays as it is: it equals itself and nothing else.
        IsText(password) && !password.Contains('\uFFFE', StringComparison.Ordinal)
            ? password.Normalize(NormalizationForm.FormC)
            : password;

    /// <summary>Whether two texts are one password.</summary>
    public static bool AreSame(string one, string other) => string.Equals(StartupTasks(one), StartupTasks(other), StringComparison.Ordinal);

    /// <summary>
    /// Whether it has more characters than any password, however it is written. Composed or decomposed, a password
    /// that could be chosen on one system can be used on the other.
    /// </summary>
    public static bool IsTooLong(string password) =>
        CountCharacters(password) > MaxLength && CountCharacters(StartupTasks(password)) > MaxLength;

    /// <summary>Whether a login with it can be tried: not empty, at most <see cref="MaxLength"/> characters, text.</summary>
    public static bool MayBePassword([NotNullWhen(true)] string? password) =>
        !string.IsNullOrEmpty(password) && !IsTooLong(password) && IsText(password);
}
