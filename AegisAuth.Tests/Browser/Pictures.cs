using Microsoft.Playwright;

namespace AegisAuth.Tests.Browser;

/// <summary>
/// Pictures for a person to look at, in the folder that <c>AEGISAUTH_SCREENSHOTS</c> names: of what is shown, on a phone and on a desk, and by
/// night in English.
/// </summary>
/// <remarks>
/// Tests that do nothing else are explicit, and run by their whole names only:
/// <c>AEGISAUTH_SCREENSHOTS=folder dotnet test --filter FullyQualifiedName=AegisAuth.Tests.Browser.Screenshots.Pages_EveryView_AreDrawn</c>.
/// </remarks>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("AEGISAUTH_SCREENSHOTS");

    /// <summary>A test that does nothing else but draw is inconclusive where no folder is named.</summary>
    public static void Demand() => Assume.That(Folder, Is.Not.Null.And.Not.Empty, "AEGISAUTH_SCREENSHOTS names no folder.");

    /// <summary>Draws it; where no folder is named nothing happens.</summary>
    public static async Task DrawAsync(Visit visit, string name)
    {
        if (string.IsNullOrEmpty(Folder))
        {
            return;
        }

        var page = visit.Page;
        var usual = page.ViewportSize!;
        var locale = await page.EvaluateAsync<string>("navigator.language");
        // A dialog is where it is on the screen; in a picture of the whole page it would be somewhere else.
        var whole = await page.Locator("dialog[open]").CountAsync() == 0;
        foreach (var width in (int[])[360, 1280])
        {
            await page.SetViewportSizeAsync(width, usual.Height);
            foreach (var scheme in locale == "en-US" ? (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light] : [ColorScheme.Light])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var file = $"{name}-{width}-{locale}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png";
                await page.ScreenshotAsync(
                    new()
                    {
                        Path = Path.Combine(Folder, file),
                        FullPage = whole,
                        Animations = ScreenshotAnimations.Disabled,
                    }
                );
            }
        }

        await page.SetViewportSizeAsync(usual.Width, usual.Height);
    }
}
