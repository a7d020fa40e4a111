using System.Diagnostics.CodeAnalysis;
using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

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
    /// The form in which a password is hashed and compared: Unicode NFC (RFC 8265, OpaqueString; not NFKC, which
    /// would take different passwords for one). Keyboards of one system send <c>é</c> as one character, those of
    /// another as two.
    /// </summary>
    public static string Prepare(string password) =>
        // Text that has no normal form stays as it is: it equals itself and nothing else.
        PlainText.IsText(password)
            ? password.Normalized(NormalizationForm.FormC)
            : password;

    /// <summary>Whether two texts are one password.</summary>
    public static bool AreSame(string one, string other) => string.Equals(Prepare(one), Prepare(other), StringComparison.Ordinal);

    /// <summary>
    /// Whether it has more characters than any password, however it is written. Composed or decomposed, a password
    /// that could be chosen on one system can be used on the other.
    /// </summary>
    public static bool IsTooLong(string password) =>
        PlainText.CountCharacters(password) > MaxLength && PlainText.CountCharacters(Prepare(password)) > MaxLength;

    /// <summary>Whether a login with it can be tried: not empty, at most <see cref="MaxLength"/> characters, text.</summary>
    public static bool MayBePassword([NotNullWhen(true)] string? password) =>
        !string.IsNullOrEmpty(password) && !IsTooLong(password) && PlainText.IsText(password);
}
