using System.Diagnostics.CodeAnalysis;

namespace AegisAuth.Domain;

/// <summary>
/// An 18-character resident identity number with a right check character (GB 11643-1999, ISO 7064 MOD 11-2).
/// Prints itself masked, so that a log or an interpolated string cannot give it away.
/// </summary>
public readonly record struct ResidentId
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private readonly string? _value;

    private ResidentId(string value) => _value = value;

    /// <summary>The first three and the last four characters, stars between them: <c>110***********1234</c>.</summary>
    public string Masked => _value is null ? string.Empty : string.Concat(_value.AsSpan(0, 3), "***********", _value.AsSpan(14));

    /// <summary>Reads 17 ASCII digits and their check character; a small <c>x</c> is taken as <c>X</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ResidentId id)
    {
        id = default;
        if (text is not { Length: 18 } || !text.AsSpan(0, 17).ToString().All(char.IsAsciiDigit))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (text[i] - '0') * Weights[i];
        }

        if (char.ToUpperInvariant(text[17]) != CheckCharacters[sum % 11])
        {
            return false;
        }

        id = new ResidentId(text.ToUpperInvariant());
        return true;
    }

    /// <summary>The number itself, for encryption at rest and for nothing else.</summary>
    public string Reveal() => _value ?? string.Empty;

    /// <summary>The masked form.</summary>
    public override string ToString() => Masked;
}
