using System.Globalization;

namespace AegisAuth.Application.Users;

/// <summary>The names of hosts in mail addresses: one form for the Unicode and the ASCII (<c>xn--</c>) spelling (RFC 5891).</summary>
internal static class DomainNames
{
    private const string AsciiPrefix = "xn--";

    private static readonly IdnMapping Mapping = new();

    /// <summary>The name in Unicode; null where it is no name in either spelling.</summary>
    public static string? ToUnicode(string name)
    {
        // Plain names pass as they are: the mapping has opinions on hyphens that mail servers do not share.
        if (name.All(char.IsAscii) && !name.Contains(AsciiPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        try
        {
            // There and back again: both spellings go through the same mapping, and come out as one.
            return Mapping.GetUnicode(Mapping.GetAscii(name)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Not a fault: the mapping has no other way to say that the name is none.
            return null;
        }
    }
}
