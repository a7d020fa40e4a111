using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AegisAuth.Application.Importing;

namespace AegisAuth.Api.Hosting;

/// <summary>
/// The refused lines beside the file they come from: the number, the reason and the line, without its password hash, one JSON object a
/// line. Only the owner of the file may read it. What is mended belongs into the file itself, which is then brought again.
/// </summary>
internal sealed partial class RefusedFile : IDisposable
{
    private const string LeftOut = "(left out)";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private FileStream? _file;

    /// <summary>
    /// Takes away what an earlier run has left; a file is made with the first line that is refused. That it can be made is tried now, before
    /// anything is stored.
    /// </summary>
    public RefusedFile(string path)
    {
        Path = path;
        CommandFile.CreatePrivate(path).Dispose();
        CommandFile.Delete(path);
    }

    public string Path { get; }

    public void Add(RefusedLine line)
    {
        _file ??= CommandFile.CreatePrivate(Path);
        JsonSerializer.Serialize(_file, new Entry(line.Number, line.Reason, Shown(line.Text)), Json);
        _file.WriteByte((byte)'\n');
    }

    public void Flush() => _file?.Flush();

    public void Dispose() => _file?.Dispose();

    // The line need not be JSON, so the hash is looked for by its name and by its form. An openid has 28 characters, an MD5 digest 32.
    private static string? Shown(ReadOnlyMemory<byte>? line) =>
        line is null
            ? null
            : Hash().Replace(PasswordMember().Replace(Encoding.UTF8.GetString(line.Value.Span), $"${{name}}\"{LeftOut}\""), LeftOut);

    [GeneratedRegex(
        @"(?<name>""[^""]*(?:pass|pwd|hash|secret|digest)[^""]*""\s*:\s*)(?:""(?:[^""\\]|\\.)*(?:""|$)|[^,}\s""]+)",
        RegexOptions.IgnoreCase,
        2000
    )]
    private static partial Regex PasswordMember();

    [GeneratedRegex(@"(?:\$[a-z0-9-]+\$|pbkdf2_[a-z0-9]+\$|\b[0-9a-f]{32}:)[^\s"",}]+|[a-z0-9+/=.$:]{32,}", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Hash();

    private sealed record Entry(long Line, string Reason, string? Content);
}
