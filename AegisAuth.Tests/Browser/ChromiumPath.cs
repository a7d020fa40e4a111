namespace AegisAuth.Tests.Browser;

/// <summary>Where Chromium is. Without it the tests of this folder are skipped, and say what to do about it.</summary>
internal static class ChromiumPath
{
    public const string Variable = "CHROMIUM_PATH";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

    /// <summary>The program to start, or why there is none; <c>named</c> is what the variable holds.</summary>
    public static (string? Path, string WhyNone) Of(string? named)
    {
        if (string.IsNullOrEmpty(named))
        {
            return (
                Places.FirstOrDefault(File.Exists),
                $"There is no Chromium here: install it (Debian: apt-get install chromium), or name it in {Variable}."
            );
        }

        return File.Exists(named)
            ? (named, "")
            : (null, $"{Variable} names '{named}', which is no file: correct it, or unset it to use the Chromium of the system.");
    }
}
