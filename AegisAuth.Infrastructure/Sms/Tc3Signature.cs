using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>Tencent Cloud's signature <c>TC3-HMAC-SHA256</c> (cloud.tencent.com, "Signature v3").</summary>
internal static class Tc3Signature
{
    private const string Algorithm = "TC3-HMAC-SHA256";

    /// <summary>Signs a POST of path <c>/</c> without a query.</summary>
    /// <param name="service">Such as <c>sms</c>.</param>
    /// <param name="headers">What is signed: <c>content-type</c> and <c>host</c> at least; names in lower case.</param>
    /// <param name="body">The very bytes that are sent.</param>
    /// <param name="at">The time of <c>X-TC-Timestamp</c>. The date of the scope is that of UTC, whatever China's is.</param>
    /// <param name="id">The key's id.</param>
    /// <param name="secret">The key's secret.</param>
    public static Tc3 Sign(
        string service,
        IReadOnlyDictionary<string, string> headers,
        byte[] body,
        DateTimeOffset at,
        string id,
        string secret
    )
    {
        var sorted = headers.OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var names = string.Join(';', sorted.Select(header => header.Key));
        var lines = string.Concat(sorted.Select(header => $"{header.Key}:{Lower(header.Value.Trim())}\n"));
        var requestHash = Hash(Encoding.UTF8.GetBytes($"POST\n/\n\n{lines}\n{names}\n{Hash(body)}"));

        var date = at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var scope = $"{date}/{service}/tc3_request";
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Mac(Mac(Mac(Encoding.UTF8.GetBytes("TC3" + secret), date), service), "tc3_request");
        var signature = Convert.ToHexStringLower(Mac(key, $"{Algorithm}\n{seconds}\n{scope}\n{requestHash}"));
        return new Tc3(requestHash, signature, $"{Algorithm} Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Lower(string text) => text.ToLowerInvariant();
}

/// <summary>A signature and what led to it.</summary>
/// <param name="RequestHash">The hash of the canonical request.</param>
/// <param name="Signature">In hex.</param>
/// <param name="Authorization">The header.</param>
internal sealed record Tc3(string RequestHash, string Signature, string Authorization);
