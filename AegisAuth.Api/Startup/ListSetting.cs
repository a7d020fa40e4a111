namespace AegisAuth.Api.Startup;

/// <summary>A configuration key that holds several texts.</summary>
internal static class ListSetting
{
    /// <summary>
    /// The texts under a key: a list in a file, <c>Key__0</c>, <c>Key__1</c> in the environment, or one text with commas.
    /// Where both are given both count: whoever closes an endpoint in one place has closed it.
    /// </summary>
    public static IReadOnlyList<string> List(this IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        return
        [
            .. section.GetChildren().Select(child => child.Value?.Trim()).Where(text => !string.IsNullOrEmpty(text)).Select(text => text!),
            .. section.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        ];
    }
}
