namespace AegisAuth.Application.ExternalLogins;

/// <summary>How a provider's refusal stands in the audit log: our word, the platform, the provider's number and its id for the call.</summary>
internal static class ProviderFailureReason
{
    private const int MaxNumber = 40;
    private const int MaxRequestId = 48;

    /// <summary>Such as <c>code-refused weapp 40163</c>. At most 128 characters, ASCII letters, digits, <c>-</c>, <c>_</c> and <c>.</c> only.</summary>
    public static string Of(string word, string platform, ProviderError provider)
    {
        var note = $"{word} {platform} {Clean(provider.Number, MaxNumber)}";
        return provider.RequestId is { Length: > 0 } id ? $"{note} {Clean(id, MaxRequestId)}" : note;
    }

    private static string Clean(string text, int max) =>
        new([.. text.Take(max).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '?')]);
}
