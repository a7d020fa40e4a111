using System.Text.Json;
using System.Text.Json.Serialization;

namespace AegisAuth.Application.Common;

/// <summary>
/// Reads a JSON string; anything else (a number, an object, an escape that is no Unicode text) is read as null. A
/// value of the wrong type is then refused like a missing one, in the words of its own field.
/// </summary>
public sealed class StringOrNull : JsonConverter<string?>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            // The whole value is there already; Skip itself refuses to work on a body that arrives in parts.
            reader.TrySkip();
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, such as "\ud800": JSON by its grammar, but no text.
            return null;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
