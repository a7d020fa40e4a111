using System.Buffers;
using AegisAuth.Application.Captcha;
using SkiaSharp;

namespace AegisAuth.Infrastructure.Drawing;

/// <summary>
/// Draws captchas of 240 by 84 pixels, about 9 KB each. What keeps programs out and lets people in: letters
/// of changing size that are turned, slanted, bent and touch each other; a line of the same colour through
/// them; and a band in which both colours change places, so that no threshold tells ink from ground.
/// </summary>
/// <remarks>How well that works is measured by <c>bench/captcha</c>. Any number of threads may draw at once.</remarks>
internal sealed class CaptchaPicture : ICaptchaPicture
{
    internal const int Width = 240;
    internal const int Height = 84;

    private const int Specks = 24;
    private const int MostLetters = 8;

    // Of one picture, with room to spare: 5 a speck, 6 a letter, 30 for the rest.
    private const int RandomNumbers = 256;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(CaptchaText.Alphabet);

    // Without filters and with little effort: the picture is two flat colours, and more effort saves nothing.
    private static readonly SKPngEncoderOptions Png = new(SKPngEncoderFilterFlags.NoFilters, 4);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Not one to eight characters of <see cref="CaptchaText.Alphabet"/>.</exception>
    public byte[] Draw(string text)
    {
        if (text.Length is 0 or > MostLetters || text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            throw new ArgumentException("A captcha is one to eight characters of its alphabet.", nameof(text));
        }

        var dice = new CaptchaDice(stackalloc ushort[RandomNumbers]);
        var ground = SKColor.FromHsl(dice.Between(0, 360), dice.Between(30, 70), dice.Between(80, 90));

        // Each the negative of the other: where the band turns them round, no third colour gives it away.
        var ink = new SKColor((byte)~ground.Red, (byte)~ground.Green, (byte)~ground.Blue);

        using var bitmap = new SKBitmap(Width, Height, SKColorType.Rgb888x, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true };
        canvas.Clear(ground);
        DrawSpecks(canvas, paint, ink, ref dice);

        paint.Color = ink;
        var line = new CaptchaLine(text, Width, Height, ref dice);
        using (var outline = line.Outline(text, ref dice))
        {
            canvas.DrawPath(outline, paint);
        }

        DrawStroke(canvas, paint, ref dice);
        DrawBand(canvas, paint, line, ref dice);

        using var pixels = bitmap.PeekPixels();
        using var png = pixels.Encode(Png) ?? throw new InvalidOperationException("The picture was not encoded.");
        return png.ToArray();
    }

    private static void DrawSpecks(SKCanvas canvas, SKPaint paint, SKColor ink, ref CaptchaDice dice)
    {
        for (var i = 0; i < Specks; i++)
        {
            var opacity = (byte)dice.Between(40, 130);
            paint.Color = (dice.Coin() ? ink : SKColors.White).WithAlpha(opacity);
            canvas.DrawCircle(dice.Between(0, Width), dice.Between(0, Height), dice.Between(0.6f, 2.4f), paint);
        }
    }

    private static void DrawStroke(SKCanvas canvas, SKPaint paint, ref CaptchaDice dice)
    {
        using var builder = new SKPathBuilder();
        builder.MoveTo(dice.Between(0, 20), dice.Between(20, Height - 20));
        builder.CubicTo(
            dice.Between(50, 90),
            dice.Between(0, Height),
            dice.Between(150, 190),
            dice.Between(0, Height),
            Width - dice.Between(0, 20),
            dice.Between(20, Height - 20)
        );
        using var stroke = builder.Detach();
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = dice.Between(2.2f, 3);
        canvas.DrawPath(stroke, paint);
    }

    private static void DrawBand(SKCanvas canvas, SKPaint paint, in CaptchaLine line, ref CaptchaDice dice)
    {
        using var band = line.Band(ref dice);
        paint.Style = SKPaintStyle.Fill;
        paint.Color = SKColors.White;
        paint.BlendMode = SKBlendMode.Difference;
        canvas.DrawPath(band, paint);
    }
}
