using System.Globalization;
using System.Text;

namespace AegisAuth.Application.Common;

/// <summary>
/// Names that others read, without <see cref="HiddenCharacters"/>: two of them must not look the same, and none may turn the text around
/// it. What is invisible stays where it holds an emoji together.
/// </summary>
public static class VisibleText
{
    private const char Joiner = '\u200D';

    /// <summary>Whether it is text (<see cref="PlainText.IsText"/>) of one line in which nothing is hidden. Names that people choose are.</summary>
    public static bool IsVisible(string text)
    {
        if (!PlainText.IsText(text))
        {
            return false;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (HiddenCharacters.Include(rune) || IsEndOfLine(rune))
            {
                // Rare, and so the work of looking at what holds emoji together.
                return Clusters(text).All(cluster => cluster.All(IsSpace) || Shown(cluster) == cluster);
            }
        }

        return true;
    }

    /// <summary>What is left when everything hidden is taken out, with a space for each blank. For names that others bring.</summary>
    public static string Of(string text) => string.Concat(Clusters(text).Select(Shown));

    /// <summary>What is shown as one character each (Unicode Standard Annex 29, extended grapheme clusters).</summary>
    public static IEnumerable<string> Clusters(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static string Shown(string cluster)
    {
        var isEmoji = Rune.GetUnicodeCategory(Rune.GetRuneAt(cluster, 0)) == UnicodeCategory.OtherSymbol;
        var runes = cluster
            .EnumerateRunes()
            .Where(rune => Rune.IsWhiteSpace(rune) || !HiddenCharacters.Include(rune) || (isEmoji && IsOfEmoji(rune)));
        var shown = string.Concat(runes.Select(rune => Rune.IsWhiteSpace(rune) ? " " : rune.ToString()));
        // At the end of an emoji a joiner joins nothing.
        return shown.TrimEnd(Joiner);
    }

    // The joiner of families, and the sign that asks for the picture and not the letter.
    private static bool IsOfEmoji(Rune rune) => rune.Value is Joiner or 0xFE0F;

    // A blank of any width.
    private static bool IsSpace(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator;

    private static bool IsEndOfLine(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
