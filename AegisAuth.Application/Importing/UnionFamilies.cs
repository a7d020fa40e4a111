namespace AegisAuth.Application.Importing;

/// <summary>Where a union id is valid: the same for every app of one developer at one company, never across companies.</summary>
internal static class UnionFamilies
{
    /// <summary>The family of a platform; null for one that gives no union ids.</summary>
    public static string? Of(string platform) =>
        platform switch
        {
            "weapp" or "wechat" or "inwechat" => "wechat",
            "qq" => "qq",
            _ => null,
        };
}
