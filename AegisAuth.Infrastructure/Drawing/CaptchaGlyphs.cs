using System.Collections.Frozen;
using AegisAuth.Application.Captcha;
using SkiaSharp;

namespace AegisAuth.Infrastructure.Drawing;

/// <summary>
/// The outlines of the captcha's characters as chains of points, so that each point can be moved by itself.
/// Read once from the embedded font; what is read never changes, and any number of threads may share it.
/// </summary>
internal static class CaptchaGlyphs
{
    /// <summary>No contour has more points.</summary>
    internal const int MostPoints = 256;

    private const string Resource = "captcha.ttf";

    // Points this close together on a letter 100 high draw smooth curves at four times the size we need.
    private const float Size = 100;
    private const float Step = 4;

    private static readonly FrozenDictionary<char, CaptchaGlyph> Glyphs = Read();

    /// <summary>The outline of a character of <see cref="CaptchaText.Alphabet"/>.</summary>
    internal static CaptchaGlyph Of(char character) => Glyphs[character];

    private static FrozenDictionary<char, CaptchaGlyph> Read()
    {
        using var stream =
            typeof(CaptchaGlyphs).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not in the assembly.");
        using var typeface =
            SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"The resource {Resource} is not a font.");
        using var font = new SKFont(typeface, Size);
        return CaptchaText.Alphabet.ToFrozenDictionary(character => character, character => Trace(font, character));
    }

    private static CaptchaGlyph Trace(SKFont font, char character)
    {
        using var path =
            font.GetGlyphPath(font.GetGlyph(character)) ?? throw new InvalidOperationException($"The captcha font has no '{character}'.");
        using var measure = new SKPathMeasure(path, forceClosed: true);
        var bounds = path.TightBounds;
        var contours = new List<SKPoint[]>();
        do
        {
            var points = new SKPoint[Math.Min(MostPoints, (int)(measure.Length / Step))];
            for (var i = 0; i < points.Length; i++)
            {
                var at = measure.GetPosition(i * measure.Length / points.Length);
                points[i] = new SKPoint((at.X - bounds.MidX) / bounds.Height, (at.Y - bounds.MidY) / bounds.Height);
            }

            contours.Add(points);
        } while (measure.NextContour());

        return new CaptchaGlyph([.. contours], bounds.Width / bounds.Height);
    }
}

/// <summary>An outline one unit high around the origin.</summary>
/// <param name="Contours">Closed chains of points, holes turning the other way.</param>
/// <param name="Width">How wide it is, in its heights.</param>
internal sealed record CaptchaGlyph(SKPoint[][] Contours, float Width);
