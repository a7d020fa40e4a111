using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Infrastructure.Webhooks;

/// <summary>The signature of Standard Webhooks (github.com/standard-webhooks/standard-webhooks).</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    /// <summary>The keys of one or two secrets with a blank between; false when one is not <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public static bool TryReadKeys(string secrets, [NotNullWhen(true)] out IReadOnlyList<byte[]>? keys)
    {
        var read = new List<byte[]>();
        keys = null;
        foreach (var secret in secrets.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var buffer = new byte[secret.Length];
            if (
                !secret.StartsWith(Prefix, StringComparison.Ordinal)
                || !Convert.TryFromBase64String(secret[Prefix.Length..], buffer, out var length)
                || length is < MinBytes or > MaxBytes
            )
            {
                return false;
            }

            read.Add(buffer[..length]);
        }

        keys = read;
        return read.Count is 1 or 2;
    }

    /// <summary>The value of <c>webhook-signature</c>: an entry for each key.</summary>
    public static string Sign(IEnumerable<byte[]> keys, string id, DateTimeOffset at, byte[] body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        return string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }
}
