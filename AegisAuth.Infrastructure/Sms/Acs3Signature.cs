using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>Aliyun's signature <c>ACS3-HMAC-SHA256</c> (help.aliyun.com, "V3 request structure and signature").</summary>
internal static class Acs3Signature
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>The SHA-256 of an empty body, in hex.</summary>
    public const string EmptyBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The query, sorted and encoded: what is signed is also what is sent.</summary>
    public static string Query(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join(
            '&',
            parameters
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")
        );

    /// <summary>Signs a request of path <c>/</c>.</summary>
    /// <param name="method">Such as <c>POST</c>.</param>
    /// <param name="query">From <see cref="Query"/>.</param>
    /// <param name="headers"><c>host</c>, <c>content-type</c> if one is sent, and every <c>x-acs-*</c>; names in lower case.</param>
    /// <param name="bodyHash">The SHA-256 of the body in lower-case hex.</param>
    /// <param name="id">The access key's id.</param>
    /// <param name="secret">The access key's secret.</param>
    public static Acs3 Sign(
        string method,
        string query,
        IReadOnlyDictionary<string, string> headers,
        string bodyHash,
        string id,
        string secret
    )
    {
        var sorted = headers.OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var names = string.Join(';', sorted.Select(header => header.Key));
        var lines = string.Concat(sorted.Select(header => $"{header.Key}:{header.Value.Trim()}\n"));
        var request = $"{method}\n/\n{query}\n{lines}\n{names}\n{bodyHash}";
        var requestHash = Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        var signature = Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{Algorithm}\n{requestHash}")));
        return new Acs3(requestHash, signature, $"{Algorithm} Credential={id},SignedHeaders={names},Signature={signature}");
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>A signature and what led to it.</summary>
/// <param name="RequestHash">The hash of the canonical request.</param>
/// <param name="Signature">In hex.</param>
/// <param name="Authorization">The header.</param>
internal sealed record Acs3(string RequestHash, string Signature, string Authorization);
