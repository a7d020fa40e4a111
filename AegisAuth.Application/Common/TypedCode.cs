using System.Text.Json;
using System.Text.Json.Serialization;

namespace AegisAuth.Application.Common;

/// <summary>Reads a code that a person has typed off: as <see cref="StringOrNull"/>, with digits of any script as ASCII digits.</summary>
public sealed class TypedCode : JsonConverter<string?>
{
    private static readonly StringOrNull Text = new();

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Digits.ToAscii(Text.Read(ref reader, typeToConvert, options));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
