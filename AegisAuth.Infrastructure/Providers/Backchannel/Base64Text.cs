using System.Buffers.Text;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>Base64 from outside: bytes, or no, but never an exception.</summary>
internal static class Base64Text
{
    /// <summary>Base64 with its padding (RFC 4648 section 4).</summary>
    public static bool TryPlain(string? text, out byte[] data)
    {
        var buffer = new byte[((text?.Length ?? 0) / 4 * 3) + 3];
        var right = Convert.TryFromBase64String(text ?? "", buffer, out var written) && written > 0;
        data = right ? buffer[..written] : [];
        return right;
    }

    /// <summary>Base64url without padding, as in JSON Web Signatures (RFC 7515 section 2).</summary>
    public static bool TryUrl(string? text, out byte[] data)
    {
        data = [];
        if (string.IsNullOrEmpty(text) || text.AsSpan().ContainsAny('=', '+', '/') || !Base64Url.IsValid(text))
        {
            return false;
        }

        data = Base64Url.DecodeFromChars(text);
        return true;
    }
}
