using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AegisAuth.Application.Common;

/// <summary>Digits as people type them: an input method for Chinese or Arabic leaves digits that are not ASCII.</summary>
public static class Digits
{
    /// <summary>The text with every decimal digit of any script (full-width, Arabic, …) as the ASCII digit of its value.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? ToAscii(string? text) =>
        text is null || text.All(char.IsAscii) ? text : string.Concat(text.EnumerateRunes().Select(OfRune));

    private static string OfRune(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
            ? ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture)
            : rune.ToString();
}
