using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace AegisAuth.Application.Importing;

/// <summary>Lines of JSON and what they say.</summary>
internal static class UserLineJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Two members of one name: which of them counts would be a guess.
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The file is no part of a page: letters and plus signs stand in it as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 8,
    };

    /// <summary>The line, or why it cannot be read, in words that hold nothing of it.</summary>
    public static (UserLine? Line, string? Refused) Read(ReadOnlySpan<byte> json)
    {
        // A text that is no UTF-8 would otherwise be read with replacement characters in it.
        if (!Utf8.IsValid(json))
        {
            return (null, "not UTF-8");
        }

        try
        {
            return JsonSerializer.Deserialize<UserLine>(json, Options) is { } line ? (line, null) : (null, "not a JSON object");
        }
        catch (JsonException e) when (e.Path is ['$', '.', .. var member])
        {
            return (null, $"{Shown(member)}: not JSON, given twice, or of the wrong type");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An escape that is half a surrogate pair is an InvalidOperationException.
            return (null, "not a JSON object");
        }
    }

    public static void Write(Stream output, UserLine line)
    {
        JsonSerializer.Serialize(output, line, Options);
        output.WriteByte((byte)'\n');
    }

    /// <summary>A name out of the file as it may be shown.</summary>
    public static string Shown(string name)
    {
        const int longest = 40;
        var letters = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '[' or ']').Take(longest));
        return letters.Length == 0 ? "a member" : letters;
    }
}
