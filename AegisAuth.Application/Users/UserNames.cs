using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Users;

/// <summary>Which user names may be chosen, and which are the same.</summary>
public static class UserNames
{
    /// <summary>The fewest characters (Unicode code points).</summary>
    public const int MinLength = 3;

    /// <summary>The most characters (Unicode code points).</summary>
    public const int MaxLength = 32;

    // What a column holds, in UTF-16 units.
    private const int MaxUnits = 64;

    private const int IdLetters = 3;
    private const int IdLength = 9;

    /// <summary>
    /// The form in which a name is stored and compared: compatibility-composed (NFKC) and without case, so that
    /// <c>Ａdmin</c>, <c>ADMIN</c> and <c>admin</c> are one name. Folded once, here, at every write and every look-up.
    /// </summary>
    public static string KeyOf(string userName) => NameKey.Of(userName);

    /// <summary>The form in which a name is shown: compatibility-composed (NFKC), its letter case kept.</summary>
    public static string Clean(string userName) => userName.Normalized(NormalizationForm.FormKC);

    /// <summary>
    /// Whether a new account may take this name: 3 to 32 letters, digits, <c>.</c>, <c>_</c> and <c>-</c> of any
    /// script, a letter or digit first, and nothing that could be taken for another account's e-mail address, phone
    /// number or AegisSpeed id.
    /// </summary>
    public static bool IsValid([NotNullWhen(true)] string? userName)
    {
        // Unbounded or broken text is not normalised: the one is work, the other an exception.
        if (userName is null || userName.Length > MaxUnits || !PlainText.IsText(userName))
        {
            return false;
        }

        var name = Clean(userName);
        return PlainText.CountCharacters(name) is >= MinLength and <= MaxLength
            && KeyOf(name).Length <= MaxUnits
            && Rune.GetRuneAt(name, 0) is var first
            && Rune.IsLetterOrDigit(first)
            && name.EnumerateRunes().All(IsAllowed)
            && name.EnumerateRunes().Any(Rune.IsLetter)
            && !HasFormOfId(name);
    }

    // No "@" is allowed, so no name is an e-mail address; a letter is demanded, so none is a phone number.
    private static bool IsAllowed(Rune rune) =>
        !HiddenCharacters.Include(rune)
        && (
            Rune.IsLetter(rune)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.DecimalDigitNumber
                    or UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
            || rune.Value is '.' or '_' or '-'
        );

    // Three letters and six digits: the form of every id that is allotted, now or later.
    private static bool HasFormOfId(string name) =>
        name.Length == IdLength && name[..IdLetters].All(char.IsAsciiLetter) && name[IdLetters..].All(char.IsAsciiDigit);
}
