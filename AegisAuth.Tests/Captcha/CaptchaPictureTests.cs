using AegisAuth.Application.Captcha;
using AegisAuth.Infrastructure.Drawing;
using SkiaSharp;

namespace AegisAuth.Tests.Captcha;

public sealed class CaptchaPictureTests
{
    private readonly CaptchaPicture _picture = new();

    [Test]
    public void Draw_AText_IsAPngOfTheSizeThePageExpects()
    {
        using var bitmap = SKBitmap.Decode(_picture.Draw("AC3EH"));

        Assert.That((bitmap.Width, bitmap.Height), Is.EqualTo((CaptchaPicture.Width, CaptchaPicture.Height)));
    }

    [Test]
    public void Draw_TheSameTextAgain_IsAnotherPicture()
    {
        var pictures = Enumerable.Range(0, 50).Select(_ => Convert.ToBase64String(_picture.Draw("AC3EH")));

        Assert.That(pictures.Distinct().Count(), Is.EqualTo(50));
    }

    [Test]
    public async Task Draw_ManyThreadsAtOnce_EveryPictureIsWhole()
    {
        var draws = Enumerable
            .Range(0, 8)
            .Select(_ => Task.Run(() => Enumerable.Range(0, 25).Select(_ => _picture.Draw(CaptchaText.New())).ToArray()));

        var pictures = (await Task.WhenAll(draws)).SelectMany(batch => batch).ToArray();

        Assert.That(pictures.Select(Convert.ToBase64String), Is.Unique);
        foreach (var picture in pictures)
        {
            using var bitmap = SKBitmap.Decode(picture);
            Assert.That(bitmap?.Width, Is.EqualTo(CaptchaPicture.Width));
        }
    }

    [Test]
    public void Draw_AnyText_HasTwoMainColoursAndTheyAreNegatives()
    {
        using var bitmap = SKBitmap.Decode(_picture.Draw(CaptchaText.New()));

        var main = bitmap.Pixels.CountBy(pixel => pixel).OrderByDescending(pixel => pixel.Value).Take(2).ToArray();

        var (first, second) = (main[0].Key, main[1].Key);
        Assert.That(
            new[] { first.Red + second.Red, first.Green + second.Green, first.Blue + second.Blue },
            Is.EqualTo(new[] { 255, 255, 255 })
        );
        Assert.That(main[1].Value, Is.GreaterThan(bitmap.Width * bitmap.Height / 8));
    }

    [Test]
    public void Glyphs_EveryLetterOfTheAlphabet_IsInTheFont()
    {
        foreach (var letter in CaptchaText.Alphabet)
        {
            var glyph = CaptchaGlyphs.Of(letter);
            var heights = glyph.Contours.SelectMany(contour => contour).Select(point => point.Y).ToArray();
            Assert.That(heights, Has.Length.InRange(40, 400), $"{letter}");
            Assert.That(heights.Max(), Is.EqualTo(0.5f).Within(0.03f), $"{letter}");
            Assert.That(heights.Min(), Is.EqualTo(-0.5f).Within(0.03f), $"{letter}");
            Assert.That(glyph.Width, Is.InRange(0.6f, 1.4f), $"{letter}");
        }
    }

    [Test]
    public void Glyphs_TwoLetters_NeverHaveOneOutline() =>
        Assert.That(
            CaptchaText.Alphabet.Select(letter => string.Join(';', CaptchaGlyphs.Of(letter).Contours.SelectMany(c => c))),
            Is.Unique
        );

    [Test]
    public void Outline_AnyText_StaysInsideThePicture()
    {
        Span<ushort> memory = stackalloc ushort[256];
        for (var i = 0; i < 500; i++)
        {
            var dice = new CaptchaDice(memory);
            var text = i % 2 == 0 ? CaptchaText.New() : "MMMMM";
            var line = new CaptchaLine(text, CaptchaPicture.Width, CaptchaPicture.Height, ref dice);
            using var outline = line.Outline(text, ref dice);

            var picture = new SKRect(0, 0, CaptchaPicture.Width, CaptchaPicture.Height);
            Assert.That(picture.Contains(outline.TightBounds), Is.True, $"{text} in {outline.TightBounds}");
            Assert.That(outline.TightBounds.Width, Is.GreaterThan(CaptchaPicture.Width / 2), text);
        }
    }

    [Test]
    public void Draw_OneToEightCharacters_IsDrawn([Values(1, 2, 5, 8)] int length) =>
        Assert.That(_picture.Draw(new string('M', length)), Is.Not.Empty);

    [TestCase("")]
    [TestCase("ac3eh", Description = "small letters")]
    [TestCase("AC3E0", Description = "a character the font does not have")]
    [TestCase("AC3E ")]
    [TestCase("AAAAAAAAA", Description = "nine")]
    public void Draw_NoCaptchaText_Throws(string text) => Assert.That(() => _picture.Draw(text), Throws.ArgumentException);

    [Test]
    public void Draw_OnePicture_AllocatesLittleMoreThanThePng()
    {
        var bytes = _picture.Draw("AC3EH").Length;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            bytes += _picture.Draw("AC3EH").Length;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before - bytes, Is.LessThan(20 * 4_000));
    }
}
