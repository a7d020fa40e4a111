namespace AegisAuth.Tests.Support;

/// <summary>Reads Base32 without padding as an authenticator app does (RFC 4648, section 6).</summary>
public static class Base32Text
{
    public static byte[] Decode(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(text.Select(character => Convert.ToString(Value(character), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))];

        static int Value(char character)
        {
            var value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            return value >= 0 ? value : throw new FormatException($"'{character}' is not Base32.");
        }
    }
}
