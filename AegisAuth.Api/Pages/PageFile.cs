using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace AegisAuth.Api.Pages;

/// <summary>
/// A file of <c>wwwroot</c>. The files are part of the program: they are there whatever folder it is started from, and
/// no path that a client sends ever reaches a file system.
/// </summary>
internal sealed record PageFile(string Name, string ContentType, byte[] Content, EntityTagHeaderValue Tag)
{
    private const string Root = "wwwroot/";
    private const int TagBytes = 12;

    private static readonly FileExtensionContentTypeProvider Types = new();

    public bool IsPage => Name.EndsWith(".html", StringComparison.Ordinal);

    /// <summary>All files, read once.</summary>
    public static IReadOnlyList<PageFile> All { get; } = [.. Read(typeof(PageFile).Assembly)];

    /// <summary>A file of that content; its type goes by its name.</summary>
    public static PageFile Of(string name, byte[] content) => new(name, TypeOf(name), content, TagOf(content));

    private static IEnumerable<PageFile> Read(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            // The building system's own separator.
            var name = resource.Replace('\\', '/');
            if (!name.StartsWith(Root, StringComparison.Ordinal))
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return Of(name[Root.Length..], content);
        }
    }

    private static string TypeOf(string name)
    {
        if (!Types.TryGetContentType(name, out var type))
        {
            throw new InvalidOperationException($"Nothing is known about the type of {name}.");
        }

        return type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
    }

    private static EntityTagHeaderValue TagOf(byte[] content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, TagBytes))}\"");
}
