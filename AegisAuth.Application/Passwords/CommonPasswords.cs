using System.Collections.Frozen;
using System.Text;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// The passwords that attackers try first, from the list shipped with the program (<c>common-passwords.md</c>
/// names its sources), and the name of this service with whatever digits and signs stand around it.
/// </summary>
internal static class CommonPasswords
{
    private const string Resource = "common-passwords.txt";

    // "AegisSpeed-2026" is printed in the manual as the password of the development accounts.
    private static readonly string[] NamesOfThisService = ["aegisspeed", "aegisauth", "aegis"];

    private static readonly FrozenSet<string> List = Read();

    /// <summary>How many passwords are on the list.</summary>
    internal static int Count => List.Count;

    /// <summary>Whether the whole password is on the list, in any letter case.</summary>
    /// <param name="password">In Unicode form NFKC.</param>
    internal static bool Contains(string password) =>
        List.Contains(password) || NamesOfThisService.Contains(WithoutProfileHints(password), StringComparer.OrdinalIgnoreCase);

    private static string WithoutProfileHints(string password)
    {
        var first = 0;
        var end = password.Length;
        while (first < end && !char.IsLetter(password[first]))
        {
            first++;
        }

        while (end > first && !char.IsLetter(password[end - 1]))
        {
            end--;
        }

        return password[first..end];
    }

    private static FrozenSet<string> Read()
    {
        using var stream =
            typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var passwords = new List<string>(17_000);
        while (reader.ReadLine() is { } line)
        {
            passwords.Add(line);
        }

        return passwords.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
