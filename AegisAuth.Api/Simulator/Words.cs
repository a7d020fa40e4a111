namespace AegisAuth.Api.Simulator;

/// <summary>One text in both languages.</summary>
internal sealed record Words(string Chinese, string English);

/// <summary>The language of one page: what the address says, else what the browser prefers, else Chinese.</summary>
internal sealed class PageLanguage
{
    private readonly bool _english;

    private PageLanguage(bool english) => _english = english;

    internal string Tag => _english ? "en" : "zh-CN";

    internal string OtherTag => _english ? "zh-CN" : "en";

    internal string OtherName => _english ? "中文" : "English";

    internal static PageLanguage Of(HttpRequest request)
    {
        // Google calls it hl; WeChat says cn where others say zh.
        var asked = request.Query["lang"].FirstOrDefault() ?? request.Query["hl"].FirstOrDefault();
        if (!string.IsNullOrEmpty(asked))
        {
            return new(asked.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        }

        var preferred = request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .FirstOrDefault(language =>
                language.StartsWith("en", StringComparison.OrdinalIgnoreCase)
                || language.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
            );
        return new(preferred is not null && preferred.StartsWith("en", StringComparison.OrdinalIgnoreCase));
    }

    internal string Say(Words words) => _english ? words.English : words.Chinese;

    internal string Say(string chinese, string english) => _english ? english : chinese;
}
