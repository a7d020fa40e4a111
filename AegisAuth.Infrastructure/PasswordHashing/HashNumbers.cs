using System.Globalization;

namespace AegisAuth.Infrastructure.PasswordHashing;

/// <summary>Numbers inside hashes: digits only, bounded.</summary>
internal static class HashNumbers
{
    public static bool TryRead(ReadOnlySpan<char> text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    /// <summary>Reads <c>m=19456,t=2,p=1</c>: the numbers in the order of the names, or null.</summary>
    public static int[]? Named(string text, params ReadOnlySpan<string> names)
    {
        var parts = text.Split(',');
        if (parts.Length != names.Length)
        {
            return null;
        }

        var numbers = new int[names.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (
                !parts[i].StartsWith(names[i], StringComparison.Ordinal)
                || parts[i].AsSpan(names[i].Length) is not ['=', .. var value]
                || !TryRead(value, 0, int.MaxValue, out numbers[i])
            )
            {
                return null;
            }
        }

        return numbers;
    }
}
