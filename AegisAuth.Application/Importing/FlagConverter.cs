using System.Text.Json;
using System.Text.Json.Serialization;

namespace AegisAuth.Application.Importing;

/// <summary>Reads <c>true</c> and <c>false</c>, and 1 and 0 as well: the JSON functions of databases have no other truth.</summary>
internal class FlagConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number when reader.TryGetInt64(out var number) && number is 0 or 1 => number == 1,
            _ => throw new JsonException(),
        };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } known)
        {
            writer.WriteBooleanValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>Writes 1 and 0, as a user's own details have it.</summary>
internal sealed class NumberFlagConverter : FlagConverter
{
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value == true ? 1 : 0);
}
