using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Users;

/// <summary>Phone numbers as they are typed, printed and copied.</summary>
internal static partial class PhoneText
{
    /// <summary>
    /// The number without what stands around and between its digits: spaces, dashes of any kind, dots, brackets, and the
    /// invisible characters that pages and address books put around a number. Digits of any script are ASCII digits.
    /// The <c>(0)</c> of <c>+44 (0)20 7946 0000</c> is dialled inside the country only and goes too (ITU-T E.123, 7.2).
    /// </summary>
    public static string Digits(string text)
    {
        var number = string.Concat(Shown(text).EnumerateRunes().Where(rune => !IsBetween(rune)).Select(rune => rune.ToString()));
        number = NationalZero().Replace(number, "${country}");
        return number.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);
    }

    /// <summary>The number as it is stored and shown: as it was typed, without invisible characters and with ASCII digits.</summary>
    public static string Shown(string text)
    {
        var visible = string.Concat(text.EnumerateRunes().Where(rune => !HiddenCharacters.Include(rune)).Select(rune => rune.ToString()));
        return Common.Digits.ToAscii(visible.Normalized(NormalizationForm.FormKC)).Trim();
    }

    // U+2212 is the minus sign, which some programs write for a hyphen.
    private static bool IsBetween(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DashPunctuation || rune.Value is '.' or 0x2212;

    [GeneratedRegex(@"^(?<country>(?:\+|00)[1-9][0-9]{0,2})\(0\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NationalZero();
}
