using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.ExternalLogins;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>
/// User data that a mini program's SDK signed or encrypted with the session key: WeChat, QQ and ByteDance
/// use one scheme (developers.weixin.qq.com, "signature and decryption of open data").
/// </summary>
internal static class MiniProgramData
{
    /// <summary>How old encrypted data may be. It is made around the login; anything older is a replay.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    // The provider's clock and ours.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Checks everything the client brought beside its code. True if it is in order or there is nothing; one
    /// answer for every failure, so that no attacker can use us to decrypt.
    /// </summary>
    /// <param name="login">What the client brought.</param>
    /// <param name="session">Whom the code was exchanged for.</param>
    /// <param name="now">The time.</param>
    /// <param name="person">The decrypted data, where there was some.</param>
    public static bool IsGenuine(ProviderCredential login, MiniProgramSession session, DateTimeOffset now, out LenientJson? person)
    {
        person = null;
        if (!string.IsNullOrEmpty(login.Signature) && !IsSigned(login.RawData ?? "", session.SessionKey, login.Signature))
        {
            return false;
        }

        return string.IsNullOrEmpty(login.EncryptedData)
            || (TryDecrypt(login, session.SessionKey, out person) && BelongsTo(person, session, now));
    }

    /// <summary>Whether the signature is sha1(rawData + session key) in hex: over the key's base64 text, not its bytes.</summary>
    // SHA-1 is what the providers sign with; the secret is in the text, so collisions do not help.
    [SuppressMessage("Security", "CA5350", Justification = "The vendors' wire format.")]
    public static bool IsSigned(string rawData, string? sessionKey, string signature) =>
        !string.IsNullOrEmpty(sessionKey)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(rawData + sessionKey)))),
            Encoding.UTF8.GetBytes(signature)
        );

    /// <summary>AES-CBC with PKCS#7 padding over base64 texts, the key's length being part of the format; null for anything else.</summary>
    public static byte[]? Decrypt(string? key, string? iv, string? text, int keyBytes = 16)
    {
        if (SessionCipher.TryRead(key, iv, text, keyBytes, out var aes, out var vector, out var cipher))
        {
            using (aes)
            {
                try
                {
                    return aes.DecryptCbc(cipher, vector, PaddingMode.PKCS7);
                }
                catch (CryptographicException)
                {
                    // Wrong padding: another session key, or tampered data.
                    return null;
                }
            }
        }

        return null;
    }

    private static bool TryDecrypt(ProviderCredential login, string? sessionKey, [NotNullWhen(true)] out LenientJson? person)
    {
        person = null;
        return Decrypt(sessionKey, login.Iv, login.EncryptedData) is { } plain
            && LenientJson.TryParse(Encoding.UTF8.GetString(plain), out person);
    }

    private static bool BelongsTo(LenientJson person, MiniProgramSession session, DateTimeOffset now)
    {
        // getUserProfile brings none: the session key it is encrypted with says whose it is. One that is there must match.
        if (person.Has("openId") && person.Text("openId") != session.OpenId)
        {
            return false;
        }

        var watermark = person.Object("watermark");
        if (watermark is null)
        {
            return !session.WatermarkRequired;
        }

        if (watermark.Text("appid") != session.AppId || watermark.Number("timestamp") is not { } seconds)
        {
            return false;
        }

        var age = now.ToUnixTimeSeconds() - (decimal)seconds;
        return age <= (decimal)MaxAge.TotalSeconds && age >= -(decimal)Skew.TotalSeconds;
    }
}

/// <summary>What a mini program's code was exchanged for.</summary>
/// <param name="AppId">Our app.</param>
/// <param name="OpenId">The person within it.</param>
/// <param name="SessionKey">The key of the client's SDK for this person. Never leaves this process.</param>
/// <param name="WatermarkRequired">Whether the provider documents a watermark; where it does not, one is checked if it is there.</param>
internal sealed record MiniProgramSession(string AppId, string OpenId, string? SessionKey, bool WatermarkRequired = true)
{
    /// <summary>Keeps the session key out of logs.</summary>
    public override string ToString() => nameof(MiniProgramSession);
}
