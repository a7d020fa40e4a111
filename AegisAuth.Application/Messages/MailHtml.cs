using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace AegisAuth.Application.Messages;

/// <summary>The HTML form of a mail, made from its text, so that the two never say different things.</summary>
public static partial class MailHtml
{
    private const string Style =
        "max-width:36rem;margin:0 auto;padding:1.5rem;font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#16211e";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A whole document: no picture, no script, nothing that is loaded, and one link at most.</summary>
    public static string Of(Message message)
    {
        var html = new StringBuilder($"<!doctype html><html><head><meta charset=\"utf-8\"><title>{Encode(message.Subject)}</title></head>");
        html.Append("<body style=\"margin:0\"><div style=\"").Append(Style).Append("\">\n");
        foreach (var paragraph in message.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var isLink = message.Link is { } link && paragraph == link.AbsoluteUri;
            var inside = isLink
                ? $"<a href=\"{Encode(paragraph)}\" style=\"color:#0f6a5b;overflow-wrap:anywhere\">{Encode(paragraph)}</a>"
                : string.Join("<br>\n", paragraph.Split('\n').Select(Plain));
            html.Append("<p>").Append(inside).Append("</p>\n");
        }

        return html.Append("</div></body></html>\n").ToString();
    }

    // A mail program makes a link of every text that looks like a host, also of a user name that a stranger chose. It
    // sees no host where an element stands around the dot.
    private static string Plain(string line) => DotInName().Replace(Encode(line), "<span>.</span>");

    private static string Encode(string text) => Encoder.Encode(text);

    [GeneratedRegex(@"(?<=\w)\.(?=\w)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DotInName();
}
