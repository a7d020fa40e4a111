using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>The base64 texts of AES-CBC: key, initialisation vector and cipher text, by their lengths.</summary>
internal static class SessionCipher
{
    private const int BlockBytes = 16;

    /// <summary>False unless all three are base64, the key has its length and the text is whole blocks. The caller disposes the cipher.</summary>
    public static bool TryRead(
        string? key,
        string? iv,
        string? text,
        int keyBytes,
        [NotNullWhen(true)] out Aes? aes,
        out byte[] vector,
        out byte[] cipher
    )
    {
        aes = null;
        cipher = [];
        if (
            !Base64Text.TryPlain(key, out var keyData)
            || !Base64Text.TryPlain(iv, out vector)
            || !Base64Text.TryPlain(text, out cipher)
            || keyData.Length != keyBytes
            || vector.Length != BlockBytes
            || cipher.Length == 0
            || cipher.Length % BlockBytes != 0
        )
        {
            vector = [];
            return false;
        }

        aes = Aes.Create();
        aes.Key = keyData;
        return true;
    }
}
