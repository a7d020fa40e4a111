using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Tests.Providers;

/// <summary>Encrypts user data as a provider's SDK does.</summary>
internal static class TestCipher
{
    public const string Iv = "AAECAwQFBgcICQoLDA0ODw==";

    public static string Encrypt(string json, string sessionKey)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(sessionKey);
        return Convert.ToBase64String(aes.EncryptCbc(Encoding.UTF8.GetBytes(json), Convert.FromBase64String(Iv), PaddingMode.PKCS7));
    }

    /// <summary>Encrypts bytes that bring their own padding.</summary>
    public static string EncryptRaw(ReadOnlySpan<byte> padded, string sessionKey, string iv)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(sessionKey);
        return Convert.ToBase64String(aes.EncryptCbc(padded, Convert.FromBase64String(iv), PaddingMode.None));
    }
}
