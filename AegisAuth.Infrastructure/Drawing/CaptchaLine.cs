using SkiaSharp;

namespace AegisAuth.Infrastructure.Drawing;

/// <summary>The line of letters of one picture: where each stands, and how the whole is bent.</summary>
internal readonly struct CaptchaLine
{
    private const float Turn = MathF.Tau;
    private const float Margin = 14;
    private const int EdgePoints = 20;

    private readonly Letters _letters;
    private readonly int _count;
    private readonly float _width;
    private readonly float _height;
    private readonly float _squeeze;
    private readonly Wave _alongX;
    private readonly Wave _alongY;

    internal CaptchaLine(string text, float width, float height, ref CaptchaDice dice)
    {
        (_count, _width, _height) = (text.Length, width, height);
        var end = 0f;
        for (var i = 0; i < _count; i++)
        {
            // Small or large, but never so narrow that two neighbours hide a slim letter between them.
            var size = dice.Between(40, 48);
            var space = Math.Max(CaptchaGlyphs.Of(text[i]).Width * size, 28) + dice.Between(-1.5f, 1.5f);
            _letters[i] = new Letter(end + (space / 2), size, end + space);
            end += space;
        }

        _squeeze = Math.Min(1, (width - (2 * Margin)) / end);
        var left = (width - (end * _squeeze)) / 2;
        for (var i = 0; i < _count; i++)
        {
            var letter = _letters[i];
            _letters[i] = new Letter(left + (letter.Middle * _squeeze), letter.Size, left + (letter.End * _squeeze));
        }

        _alongX = new Wave(dice.Between(3, 5), dice.Between(70, 120), dice.Between(0, Turn));
        _alongY = new Wave(dice.Between(1.5f, 3), dice.Between(40, 65), dice.Between(0, Turn));
    }

    /// <summary>The bent outline of all letters.</summary>
    internal SKPath Outline(string text, ref CaptchaDice dice)
    {
        using var builder = new SKPathBuilder();
        Span<SKPoint> points = stackalloc SKPoint[CaptchaGlyphs.MostPoints];
        for (var i = 0; i < _count; i++)
        {
            var (sin, cos) = MathF.SinCos(dice.Between(-0.3f, 0.3f));
            var slant = dice.Between(-0.2f, 0.2f);
            var middle = (_height / 2) + dice.Between(-5, 5);
            foreach (var contour in CaptchaGlyphs.Of(text[i]).Contours)
            {
                for (var p = 0; p < contour.Length; p++)
                {
                    var y = contour[p].Y * _letters[i].Size;
                    var x = (contour[p].X * _letters[i].Size * _squeeze) + (slant * y);
                    points[p] = Bend(_letters[i].Middle + (x * cos) - (y * sin), middle + (x * sin) + (y * cos));
                }

                builder.AddPoly(points[..contour.Length], close: true);
            }
        }

        return builder.Detach();
    }

    /// <summary>
    /// A band over two or three neighbours, its wavy edges about where letters meet: an edge
    /// through the middle of a letter stops people too.
    /// </summary>
    internal SKPath Band(ref CaptchaDice dice)
    {
        var first = dice.Below(Math.Max(1, _count - 1));
        var end = first + 2 + dice.Below(2);
        Span<SKPoint> points = stackalloc SKPoint[2 * EdgePoints];
        Edge(points[..EdgePoints], first == 0 ? -Margin : _letters[first - 1].End, ref dice);
        Edge(points[EdgePoints..], end >= _count ? _width + Margin : _letters[end - 1].End, ref dice);
        points[EdgePoints..].Reverse();

        using var builder = new SKPathBuilder();
        builder.AddPoly(points, close: true);
        return builder.Detach();
    }

    private void Edge(scoped Span<SKPoint> points, float x, ref CaptchaDice dice)
    {
        var wave = new Wave(dice.Between(1, 3), dice.Between(25, 50), dice.Between(0, Turn));
        for (var i = 0; i < points.Length; i++)
        {
            var y = i * _height / (points.Length - 1);
            points[i] = new SKPoint(x + wave.At(y), y);
        }
    }

    private SKPoint Bend(float x, float y) => new(x + _alongY.At(y), y + _alongX.At(x));

    private readonly record struct Letter(float Middle, float Size, float End);

    private readonly record struct Wave(float Height, float Length, float Start)
    {
        internal float At(float place) => Height * MathF.Sin((place / Length * Turn) + Start);
    }

    [System.Runtime.CompilerServices.InlineArray(8)]
    private struct Letters
    {
        private Letter _first;
    }
}
