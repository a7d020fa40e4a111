using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AegisAuth.Application.Common;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Pages;

/// <summary>Puts the operator's name, picture and rule of passwords into the pages, once, when they are mapped.</summary>
internal sealed class Brand
{
    private const int MaxLogoBytes = 64 * 1024;
    private const string OurName = "AegisAuth";
    private const string OurLogo = """<svg class="mark" aria-hidden="true"><use href="/img/icons.svg#mark"></use></svg>""";

    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    // Letters of every script stand as they are.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _name;
    private readonly PasswordHint _hint;
    private readonly PageFile? _logo;

    /// <exception cref="ConfigurationException">The picture cannot be used.</exception>
    public Brand(IOptions<BrandOptions> options, PasswordHint hint, IHostEnvironment environment)
    {
        _hint = hint;
        _name = options.Value.Name;
        _logo = options.Value.LogoFile.Length > 0 ? ReadLogo(Path.GetFullPath(options.Value.LogoFile, environment.ContentRootPath)) : null;
    }

    /// <summary>The files of <c>wwwroot</c> as they are served here.</summary>
    public IEnumerable<PageFile> Files => PageFile.All.Select(Apply).Concat(_logo is { } logo ? [logo] : []);

    // Our name stands in pages and in words only; scripts use no other part of it.
    private PageFile Apply(PageFile file)
    {
        if (!file.IsPage && !file.Name.EndsWith(".js", StringComparison.Ordinal))
        {
            return file;
        }

        var name = file.IsPage ? Html.Encode(_name) : InScript(_name);
        var text = Encoding.UTF8.GetString(file.Content).Replace(OurName, name, StringComparison.Ordinal);
        if (_logo is { } logo)
        {
            text = text.Replace(OurLogo, $"""<img class="mark" src="/{logo.Name}" alt="">""", StringComparison.Ordinal);
        }

        return PageFile.Of(file.Name, Encoding.UTF8.GetBytes(_hint.Apply(text)));
    }

    // Our name stands in strings and in templates of scripts: what would end one of them, or begin code in it, is escaped.
    private static string InScript(string name) =>
        string.Concat(name.Select(c => c is '\'' or '`' or '$' ? $"\\u{(int)c:X4}" : c.ToString()));

    private static PageFile ReadLogo(string path)
    {
        try
        {
            var content = File.ReadAllBytes(path);
            if (content.Length is > 0 and <= MaxLogoBytes && NameOf(content) is { } name)
            {
                return PageFile.Of(name, content);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Brand:LogoFile cannot be read: {e.Message}");
        }

        throw new ConfigurationException("Brand:LogoFile must be an SVG or PNG picture of at most 64 KiB.");
    }

    // By what it holds, not by what it is called: the type that is sent must be the right one.
    private static string? NameOf(byte[] content)
    {
        if (content.AsSpan().StartsWith(PngSignature))
        {
            return "img/brand.png";
        }

        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return
            text.StartsWith("<svg", StringComparison.Ordinal)
            || (text.StartsWith("<?xml", StringComparison.Ordinal) && text.Contains("<svg", StringComparison.Ordinal))
            ? "img/brand.svg"
            : null;
    }
}
