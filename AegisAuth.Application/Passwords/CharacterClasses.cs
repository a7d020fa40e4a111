using System.Globalization;
using System.Text;

namespace AegisAuth.Application.Passwords;

/// <summary>The kinds of characters in a password: upper case, lower case, digits, and all others, Chinese characters among them.</summary>
internal static class CharacterClasses
{
    /// <summary>How many of the four a text has.</summary>
    public static int Count(string text) => text.EnumerateRunes().Select(ClassOf).Distinct().Count();

    private static int ClassOf(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter => 0,
            UnicodeCategory.LowercaseLetter => 1,
            UnicodeCategory.DecimalDigitNumber => 2,
            _ => 3,
        };
}
