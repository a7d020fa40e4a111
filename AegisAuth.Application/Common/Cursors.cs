using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AegisAuth.Application.Common;

/// <summary>
/// Where the next page begins, as a text that the client carries and cannot read: the keys inside would tell how
/// many rows lie between the ones it may see.
/// </summary>
public sealed class Cursors(ISecretProtector protector)
{
    private const string Purpose = "cursor";
    private const int MaxLength = 2048;

    /// <summary>The cursor that leads behind a row.</summary>
    /// <param name="list">Which list in which order; a cursor of another one is refused.</param>
    /// <param name="key">What the list is sorted by and the key of the row.</param>
    public string Create(string list, CursorKey key) => protector.Protect($"{Purpose}:{list}", JsonSerializer.Serialize(key));

    /// <summary>Reads a cursor of this list. False for any text that is not one; null and empty mean the first page.</summary>
    public bool TryRead(string list, string? cursor, out CursorKey? key)
    {
        key = null;
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        if (cursor.Length > MaxLength)
        {
            return false;
        }

        try
        {
            key = JsonSerializer.Deserialize<CursorKey>(protector.Unprotect($"{Purpose}:{list}", cursor));
            return key is not null;
        }
        catch (CryptographicException)
        {
            // Changed, cut, or from another list: the protector does not say more, and no caller needs more.
            return false;
        }
    }
}

/// <summary>The place of a row in a list.</summary>
/// <param name="Text">What the list is sorted by, where that is a text.</param>
/// <param name="Number">What the list is sorted by, where that is a number or a time.</param>
/// <param name="Id">The key of the row, which orders rows that are otherwise equal.</param>
public sealed record CursorKey(string Text, long Number, long Id);

/// <summary>One page of a list.</summary>
/// <typeparam name="T">A row.</typeparam>
public sealed class Page<T>
{
    /// <summary>The rows, at most as many as asked for.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Send it as <c>after</c> for the next page; null on the last one.</summary>
    public string? Next { get; init; }

    /// <summary>How many rows all pages have; only where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }
}
