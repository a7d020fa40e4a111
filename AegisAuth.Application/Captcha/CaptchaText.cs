using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AegisAuth.Application.Captcha;

/// <summary>The text of a captcha: what is drawn, and how it is compared with what was typed.</summary>
public static class CaptchaText
{
    /// <summary>Characters of a text.</summary>
    public const int Length = 5;

    /// <summary>
    /// What a text is made of: capitals and digits of which no two look alike when they are turned, bent and
    /// struck through. They make 371,293 texts, and each picture takes one guess.
    /// </summary>
    public const string Alphabet = "ACEHKMNRTXY39";

    /// <summary>A new text.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Whether what was typed is the text, in any letter case and width; spaces around it do not count.</summary>
    public static bool Matches(string text, string? typed)
    {
        if (typed is null || Typed(typed) is not { Length: Length } answer)
        {
            return false;
        }

        // The upper case of the invariant culture: under a Turkish one a small i would be another letter.
        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes<char>(answer.ToUpperInvariant()),
            MemoryMarshal.AsBytes<char>(text.ToUpperInvariant())
        );
    }

    // An input method for Chinese types full-width letters and digits: U+FF01 to U+FF5E are U+0021 to U+007E, in order.
    private static string Typed(string text) =>
        string.Concat(text.Trim().Take(Length + 1).Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));
}
