using System.Text;

namespace AegisAuth.Domain;

/// <summary>The one gate in front of every Unicode normalisation (UAX #15).</summary>
public static class NormalText
{
    private const char ByteOrderSwapped = '\uFFFE';
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// The normalised text. Half a surrogate pair and U+FFFE, which are no characters and which the framework refuses with
    /// an exception, become U+FFFD first: a client must not cause a fault of ours with them.
    /// </summary>
    public static string Normalized(this string text, NormalizationForm form)
    {
        var clean = IsClean(text) ? text : Clean(text);
#pragma warning disable RS0030 // This is the gate that the ban points to.
        return clean.Normalize(form);
#pragma warning restore RS0030
    }

    private static bool IsClean(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] == ByteOrderSwapped || Rune.DecodeFromUtf16(text, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[used..];
        }

        return true;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        // Broken halves come out of the enumeration as U+FFFD already.
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == ByteOrderSwapped ? Replacement.ToString() : rune.ToString());
        }

        return clean.ToString();
    }
}
