using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AegisAuth.Domain;

/// <summary>
/// The nine ASCII letters or digits that name an account, held in upper case: <c>asd000001</c> and
/// <c>ASD000001</c> are one id. The only place that knows the format and the order in which ids are allotted.
/// </summary>
public readonly record struct AegisSpeedId
{
    /// <summary>Every id has exactly this many characters.</summary>
    public const int Length = 9;

    private const int Digits = 6;
    private const long NumbersPerPrefix = 1_000_000;
    private const string FirstPrefix = "ASD";

    private readonly string? _value;

    private AegisSpeedId(string value) => _value = value;

    /// <summary>The largest number that <see cref="FromNumber"/> takes: <c>ZZZ999999</c>.</summary>
    public static long MaxNumber { get; } = ((PrefixRank("ZZZ") - PrefixRank(FirstPrefix) + 1) * NumbersPerPrefix) - 1;

    /// <summary>Reads an id in any letter case. Anything but nine ASCII letters or digits is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AegisSpeedId id)
    {
        if (text is not { Length: Length } || !text.All(char.IsAsciiLetterOrDigit))
        {
            id = default;
            return false;
        }

        id = new AegisSpeedId(text.ToUpperInvariant());
        return true;
    }

    /// <summary>Reads an id that is known to be one, such as a stored value.</summary>
    /// <exception cref="FormatException">The text is not nine ASCII letters or digits.</exception>
    public static AegisSpeedId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("An AegisSpeed ID is nine ASCII letters or digits.");

    /// <summary>
    /// The id allotted to the account with this running number: 1 is <c>ASD000001</c>, 999,999 is
    /// <c>ASD999999</c>, 1,000,000 is <c>ASE000000</c>, up to <c>ZZZ999999</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above <see cref="MaxNumber"/>.</exception>
    public static AegisSpeedId FromNumber(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxNumber);

        var rank = PrefixRank(FirstPrefix) + (number / NumbersPerPrefix);
        Span<char> prefix = [Letter(rank / (26 * 26)), Letter(rank / 26), Letter(rank)];
        var rest = (number % NumbersPerPrefix).ToString("D" + Digits, CultureInfo.InvariantCulture);
        return new AegisSpeedId(string.Concat(prefix, rest));

        static char Letter(long value) => (char)('A' + (value % 26));
    }

    /// <summary>
    /// The running number that this id is allotted to; false for an id that <see cref="FromNumber"/> never gives, such as one that was
    /// brought from elsewhere.
    /// </summary>
    public bool TryGetNumber(out long number)
    {
        number = 0;
        var text = ToString();
        if (text.Length != Length || !text[..^Digits].All(char.IsAsciiLetterUpper) || !text[^Digits..].All(char.IsAsciiDigit))
        {
            return false;
        }

        number =
            ((PrefixRank(text[..^Digits]) - PrefixRank(FirstPrefix)) * NumbersPerPrefix)
            + long.Parse(text[^Digits..], NumberStyles.None, CultureInfo.InvariantCulture);
        return number > 0;
    }

    /// <summary>The nine characters, in upper case.</summary>
    public override string ToString() => _value ?? string.Empty;

    private static long PrefixRank(string prefix) => prefix.Aggregate(0L, (rank, letter) => (rank * 26) + (letter - 'A'));
}
