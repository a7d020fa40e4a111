using System.Globalization;
using System.Text;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>What providers and clients call a person, made harmless. Decoration: it never says who somebody is.</summary>
public static class ExternalText
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxName = 64;

    private const int MaxAddress = 512;
    private const int MaxUserName = 20;
    private const string Nameless = "user";

    /// <summary>
    /// The text without control, bidirectional and zero-width characters, with single spaces, in NFC, cut to
    /// <see cref="MaxName"/> without splitting a character; empty where nothing is left.
    /// </summary>
    public static string Name(string? text)
    {
        // Cut before the work: a client may send a whole body of it.
        var runes = (text ?? "").EnumerateRunes().Take(MaxName * 8).Where(rune => rune != Rune.ReplacementChar && !IsHidden(rune));
        var shown = string.Concat(runes.Select(rune => Rune.IsWhiteSpace(rune) ? " " : rune.ToString()));
        var single = string.Join(' ', shown.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Normalize(NormalizationForm.FormC);
        var name = new StringBuilder();
        foreach (var rune in single.EnumerateRunes().TakeWhile(rune => name.Length + rune.Utf16SequenceLength <= MaxName))
        {
            name.Append(rune.ToString());
        }

        return name.ToString().Trim();
    }

    /// <summary>The https address of a picture, at most 512 characters; empty for anything else.</summary>
    public static string Picture(string? address) =>
        address is { Length: <= MaxAddress }
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0
        && uri.AbsoluteUri.Length <= MaxAddress
            ? uri.AbsoluteUri
            : "";

    /// <summary>
    /// User names for a new account, the best first, without end: the cleaned name, then the same with something after
    /// it. Letters, digits, <c>.</c>, <c>_</c> and <c>-</c> only, so that none can be taken for an e-mail address.
    /// </summary>
    public static IEnumerable<string> UserNames(string name, Func<string> draw)
    {
        var kept = string.Concat(
                name.Replace(' ', '_').EnumerateRunes().Where(IsOfUserName).Take(MaxUserName).Select(rune => rune.ToString())
            )
            .Trim('.', '_', '-');
        var stem = kept.EnumerateRunes().Any(Rune.IsLetter) && Rune.IsLetterOrDigit(kept.EnumerateRunes().First()) ? kept : Nameless;
        if (stem != Nameless && Users.UserNames.IsValid(stem))
        {
            yield return stem;
        }

        while (true)
        {
            yield return $"{stem}-{draw()}";
        }
    }

    private static bool IsOfUserName(Rune rune) => Rune.IsLetter(rune) || Rune.IsDigit(rune) || rune.Value is '.' or '_' or '-';

    // Everything that shows nothing or reorders what is shown: controls, formats (bidirectional marks, zero width),
    // private use, half surrogates; and the letters and marks that Unicode draws as nothing.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => rune.Value is not ('\t' or '\n' or '\r'),
            UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => true,
            _ => rune.Value
                is 0x034F
                    or 0x115F
                    or 0x1160
                    or 0x17B4
                    or 0x17B5
                    or (>= 0x180B and <= 0x180F)
                    or 0x2800
                    or 0x3164
                    or (>= 0xFE00 and <= 0xFE0F)
                    or 0xFFA0
                    or (>= 0xE0100 and <= 0xE01EF),
        };
}
