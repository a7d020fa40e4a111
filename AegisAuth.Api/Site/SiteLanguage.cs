namespace AegisAuth.Api.Site;

/// <summary>In which language a site visitor reads messages.</summary>
internal static class SiteLanguage
{
    /// <summary>English where <c>Accept-Language</c> prefers it to Chinese (RFC 9110, 12.5.4); Chinese else.</summary>
    public static bool IsEnglish(HttpRequest request)
    {
        double english = 0;
        double chinese = 0;
        foreach (var language in request.GetTypedHeaders().AcceptLanguage)
        {
            var quality = language.Quality ?? 1;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                english = Math.Max(english, quality);
            }
            else if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
            {
                chinese = Math.Max(chinese, quality);
            }
        }

        return english > chinese;
    }
}
