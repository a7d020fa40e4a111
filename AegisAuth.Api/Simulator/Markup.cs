using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// A piece of HTML. Made from an interpolated string whose holes are escaped, all but those that are markup
/// themselves: forgetting to escape is not possible.
/// </summary>
internal readonly struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    internal static Markup Nothing => default;

    internal static Markup Of(Escaper html) => new(html.Finish());

    internal static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece._html)));

    public override string ToString() => _html ?? "";

    [InterpolatedStringHandler]
    internal readonly ref struct Escaper
    {
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _html;

        public Escaper(int literalLength, int formattedCount) => _html = new(literalLength + (formattedCount * 32));

        public void AppendLiteral(string html) => _html.Append(html);

        public void AppendFormatted(Markup markup) => _html.Append(markup._html);

        public void AppendFormatted(string? text) => _html.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(int number) => _html.Append(number.ToString(CultureInfo.InvariantCulture));

        internal string Finish() => _html.ToString();
    }
}
