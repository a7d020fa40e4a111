using System.Globalization;
using AegisAuth.Application.Captcha;
using AegisAuth.Infrastructure.Drawing;

namespace AegisAuth.Tests.Captcha;

/// <summary>Draws the pictures that <c>bench/captcha/score.sh</c> shows to people and to tesseract.</summary>
public sealed class CaptchaSamples
{
    [Test]
    [Explicit("Writes files; bench/captcha/score.sh runs it.")]
    public void Draw_IntoTheFolderOfTheBench_WritesPicturesAndAnswers()
    {
        var folder = Environment.GetEnvironmentVariable("AEGISAUTH_CAPTCHA_FOLDER");
        var count = Environment.GetEnvironmentVariable("AEGISAUTH_CAPTCHA_COUNT");
        Assert.That(folder, Is.Not.Null.And.Not.Empty, "AEGISAUTH_CAPTCHA_FOLDER names the folder to write to");

        var picture = new CaptchaPicture();
        var answers = new List<string>();
        for (var i = 0; i < int.Parse(count ?? "100", CultureInfo.InvariantCulture); i++)
        {
            var text = CaptchaText.New();
            File.WriteAllBytes(Path.Combine(folder!, $"{i:D3}.png"), picture.Draw(text));
            answers.Add($"{i:D3} {text}");
        }

        File.WriteAllLines(Path.Combine(folder!, "answers.txt"), answers);
        Assert.That(Directory.GetFiles(folder!, "*.png"), Has.Length.EqualTo(answers.Count));
    }
}
