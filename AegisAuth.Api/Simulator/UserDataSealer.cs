using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace AegisAuth.Api.Simulator;

/// <summary>What a mini program gets for one login, in the names <c>POST /api/login</c> takes.</summary>
internal sealed record MiniProgramLogin
{
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    [JsonPropertyName("anonymousCode")]
    public string? AnonymousCode { get; init; }

    [JsonPropertyName("encryptedData")]
    public string? EncryptedData { get; init; }

    [JsonPropertyName("iv")]
    public string? Iv { get; init; }

    [JsonPropertyName("rawData")]
    public string? RawData { get; init; }

    [JsonPropertyName("signature")]
    public string? Signature { get; init; }
}

/// <summary>Signs and encrypts a person's data with the session key, as the provider's phone app does.</summary>
internal sealed class UserDataSealer(SimulatorKeys keys, TimeProvider clock)
{
    /// <summary>
    /// WeChat, QQ and Douyin: <c>signature</c> is hex SHA-1 over rawData and the key's base64 text, the data is
    /// AES-128-CBC with PKCS#7. Douyin describes no watermark, so it gets none. <c>getUserProfile</c> brings neither openId nor unionId.
    /// </summary>
    internal MiniProgramLogin SealTencentStyle(SimulatedApp app, Person person, bool profileOnly)
    {
        var sessionKey = keys.SessionKey(app, person);
        var rawData = SimulatorAnswer.Text(
            new
            {
                nickName = person.Name.Chinese,
                gender = person.Sex,
                language = "zh_CN",
                city = "",
                province = "",
                country = "",
                avatarUrl = "",
            }
        );
        var plain = SimulatorAnswer.Text(
            new
            {
                openId = profileOnly ? null
                : app == SimulatedApp.Tt ? Subjects.TtOpenId(person)
                : TencentOpenId(app, person),
                nickName = person.Name.Chinese,
                gender = person.Sex,
                language = "zh_CN",
                city = "",
                province = "",
                country = "",
                avatarUrl = "",
                unionId = profileOnly ? null
                : app == SimulatedApp.Tt ? Subjects.TtUnionId(person)
                : TencentUnionId(app, person),
                watermark = app == SimulatedApp.Tt
                    ? null
                    : new { timestamp = clock.GetUtcNow().ToUnixTimeSeconds(), appid = SimulatorKeys.AppId(app) },
            }
        );

        var iv = RandomNumberGenerator.GetBytes(16);
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(sessionKey);
        return new()
        {
            RawData = rawData,
            Signature = Sha1Hex(rawData + sessionKey),
            EncryptedData = Convert.ToBase64String(aes.EncryptCbc(Encoding.UTF8.GetBytes(plain), iv)),
            Iv = Convert.ToBase64String(iv),
        };
    }

    /// <summary>
    /// Baidu: 16 random bytes, the length in four bytes (big-endian), the JSON, the App Key; padded to a multiple
    /// of 32 by PKCS#7's rule; AES-192-CBC. No rawData, no signature.
    /// </summary>
    internal MiniProgramLogin SealBaiduStyle(Person person)
    {
        var json = Encoding.UTF8.GetBytes(
            SimulatorAnswer.Text(
                new
                {
                    openid = Subjects.SwanOpenId(person),
                    nickname = person.Name.Chinese,
                    headimgurl = "",
                    sex = person.Sex,
                }
            )
        );
        var appKey = Encoding.UTF8.GetBytes(SimulatorKeys.AppId(SimulatedApp.Swan));
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, json.Length);
        byte[] content = [.. RandomNumberGenerator.GetBytes(16), .. length, .. json, .. appKey];
        var padding = 32 - (content.Length % 32);
        byte[] padded = [.. content, .. Enumerable.Repeat((byte)padding, padding)];

        var iv = RandomNumberGenerator.GetBytes(16);
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(keys.SessionKey(SimulatedApp.Swan, person));
        return new()
        {
            EncryptedData = Convert.ToBase64String(aes.EncryptCbc(padded, iv, PaddingMode.None)),
            Iv = Convert.ToBase64String(iv),
        };
    }

    internal static string TencentOpenId(SimulatedApp app, Person person) =>
        app == SimulatedApp.QqMini ? Subjects.QqOpenId(app, person) : Subjects.WechatOpenId(app, person);

    internal static string TencentUnionId(SimulatedApp app, Person person) =>
        app == SimulatedApp.QqMini ? Subjects.QqUnionId(person) : Subjects.WechatUnionId(person);

#pragma warning disable CA5350 // SHA-1 is what these providers sign with; it is theirs to change.
    private static string Sha1Hex(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
