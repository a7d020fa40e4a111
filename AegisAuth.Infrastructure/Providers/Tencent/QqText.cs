using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>
/// The three shapes of QQ Connect's answers: JSON, <c>callback( {…} );</c> and form text. <c>fmt=json</c> asks
/// for the first; gateways of different age do not always listen, errors least of all.
/// </summary>
internal static class QqText
{
    /// <summary>The answer as JSON text; a text of no such shape as it is, for the parser to refuse.</summary>
    public static string ToJson(string body)
    {
        var text = body.AsSpan().Trim();
        if (text.StartsWith("callback", StringComparison.Ordinal))
        {
            var from = text.IndexOf('(');
            var to = text.LastIndexOf(')');
            return from >= 0 && to > from ? text[(from + 1)..to].ToString() : body;
        }

        return !text.StartsWith("{") && text.Contains('=')
            ? JsonSerializer.Serialize(
                QueryHelpers
                    .ParseQuery(text.ToString())
                    .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal)
            )
            : body;
    }
}
