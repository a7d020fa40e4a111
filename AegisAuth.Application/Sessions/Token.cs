using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using AegisAuth.Application.Common;

namespace AegisAuth.Application.Sessions;

/// <summary>The opaque key to a session: <c>aegis_</c> and 256 random bits in base64url.</summary>
public static class Token
{
    private const string Prefix = "aegis_";
    private const int Length = 49;

    /// <summary>A new one.</summary>
    public static string Create() => Prefix + RandomSecret.Create();

    /// <summary>Whether the text has the form of a token; no store is asked about anything else.</summary>
    public static bool HasForm([NotNullWhen(true)] string? text) =>
        text is { Length: Length } && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));
}
