using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>
/// An object out of a provider's answer, read leniently: providers write numbers as strings and strings as
/// numbers, sometimes both in one document. Absent, null and empty are the same.
/// </summary>
internal sealed class LenientJson
{
    // QQ's own sample of an error has a trailing comma.
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, MaxDepth = 32 };

    private readonly Dictionary<string, JsonElement> _members;

    private LenientJson(Dictionary<string, JsonElement> members) => _members = members;

    /// <summary>Reads a text whose root is an object. A member named twice is refused: it is unknown which one counts.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LenientJson? json)
    {
        json = null;
        try
        {
            return TryRead(JsonElement.Parse(text.TrimStart('\uFEFF'), Lenient), out json);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The first of these members that is a text or a number, as text.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_members.TryGetValue(name, out var value) && TextOf(value) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Whether there is such a member with anything in it.</summary>
    public bool Has(string name) =>
        _members.TryGetValue(name, out var value)
        && value.ValueKind != JsonValueKind.Null
        && !(value.ValueKind == JsonValueKind.String && value.GetString() is "");

    /// <summary>A whole number, written as number or as text.</summary>
    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A NumericDate (RFC 7519, section 2): seconds, which may have a fraction.</summary>
    public double? Seconds(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? seconds
            : null;

    /// <summary>True for <c>true</c> and <c>"true"</c>; absent is false.</summary>
    public bool Flag(string name) =>
        _members.TryGetValue(name, out var value)
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && TextOf(value) == "true"));

    /// <summary>An object inside this one.</summary>
    public LenientJson? Object(string name) => _members.TryGetValue(name, out var value) && TryRead(value, out var json) ? json : null;

    /// <summary>The objects of an array.</summary>
    public IEnumerable<LenientJson> Objects(string name)
    {
        if (_members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (TryRead(item, out var json))
                {
                    yield return json;
                }
            }
        }
    }

    /// <summary>The texts of an array, or null where the member is no array.</summary>
    public IReadOnlyList<string?>? Texts(string name) =>
        _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(TextOf)]
            : null;

    /// <summary>A member as it stands in the answer, byte for byte; what a signature is over.</summary>
    public string? Raw(string name) => _members.TryGetValue(name, out var value) ? value.GetRawText() : null;

    private static bool TryRead(JsonElement element, [NotNullWhen(true)] out LenientJson? json)
    {
        json = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        try
        {
            foreach (var member in element.EnumerateObject())
            {
                if (!members.TryAdd(member.Name, member.Value))
                {
                    return false;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair in it: valid JSON by the grammar, no text in .NET.
            return false;
        }

        json = new LenientJson(members);
        return true;
    }

    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetRawText();
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: providers cut nicknames in the middle of an emoji.
            return null;
        }
    }
}
