using System.Text;

namespace AegisAuth.Application.Common;

/// <summary>What counts as text, and how long it is: the same for names, passwords and everything else that is typed.</summary>
public static class PlainText
{
    /// <summary>
    /// Whether it is text without control characters (U+0000 to U+001F, U+007F to U+009F). Half a surrogate pair or a noncharacter
    /// is no text: in UTF-8 all of them become the same replacement character, so that different texts
    /// would become one.
    /// </summary>
    public static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (
                Rune.DecodeFromUtf16(text, out var rune, out var used) != System.Buffers.OperationStatus.Done
                || Rune.IsControl(rune)
                || IsNoncharacter(rune)
            )
            {
                return false;
            }

            text = text[used..];
        }

        return true;
    }

    /// <summary>
    /// Its characters, each Unicode code point counting as one (NIST SP 800-63B-4, section 3.1.1.2): a person
    /// who types ten emoji has typed ten characters, not twenty.
    /// </summary>
    public static int CountCharacters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    // U+FDD0 to U+FDEF and the last two code points of each plane: never for interchange (Unicode 23.7).
    private static bool IsNoncharacter(Rune rune) => rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFE) == 0xFFFE;
}
