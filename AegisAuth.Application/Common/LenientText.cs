using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AegisAuth.Application.Common;

/// <summary>
/// Reads a profile hint: a JSON string, a number as its text, and anything else as null. Nothing is refused, not even half
/// an emoji, which is what a client sends that cuts a name by its UTF-16 units: the half is left out.
/// </summary>
public sealed class LenientText : JsonConverter<string?>
{
    private const int EscapeDigits = 4;

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(Bytes(reader));
            case JsonTokenType.String:
                return Text(ref reader);
            default:
                // The whole value is there; Skip itself refuses to work on a body that arrives in parts.
                reader.TrySkip();
                return null;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which the reader refuses as a whole.
            var text = Unescape(Encoding.UTF8.GetString(Bytes(reader)));
            return string.Concat(text.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar).Select(rune => rune.ToString()));
        }
    }

    private static byte[] Bytes(in Utf8JsonReader reader) =>
        reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan.ToArray();

    // RFC 8259, section 7. The reader has checked the form of every escape.
    private static string Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
                continue;
            }

            at++;
            if (raw[at] == 'u')
            {
                text.Append((char)Convert.ToInt32(raw.Substring(at + 1, EscapeDigits), fromBase: 16));
                at += EscapeDigits;
                continue;
            }

            text.Append(
                raw[at] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var itself => itself,
                }
            );
        }

        return text.ToString();
    }
}
