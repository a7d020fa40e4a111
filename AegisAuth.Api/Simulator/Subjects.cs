using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// The ids each provider knows a person by, in that provider's shape. They follow from the names alone, so a
/// development database still fits after a restart.
/// </summary>
internal static class Subjects
{
    /// <summary>WeChat: 28 characters, another one for each app.</summary>
    internal static string WechatOpenId(SimulatedApp app, Person person) => "o" + Text(app.ToString(), person)[..27];

    /// <summary>One for the three WeChat apps: they belong to one developer account.</summary>
    internal static string WechatUnionId(Person person) => "o" + Text("wechat-family", person)[..27];

    internal static string QqOpenId(SimulatedApp app, Person person) => Hex(app.ToString(), person);

    /// <summary>One for the two QQ apps.</summary>
    internal static string QqUnionId(Person person) => "UID_" + Hex("qq-family", person);

    internal static string TtOpenId(Person person) => "_000" + Text("tt", person)[..32];

    internal static string TtAnonymousOpenId(Person person) => Text("tt-anonymous", person)[..16];

    internal static string TtUnionId(Person person) => Text("tt-family", person)[..36];

    internal static string SwanOpenId(Person person) => Text("swan", person)[..26];

    internal static string SwanUnionId(Person person) => Text("swan-family", person)[..30];

    /// <summary>Alipay's number of the person, valid everywhere: 16 digits that begin with 2088.</summary>
    internal static string AlipayUserId(Person person) => "2088" + Digits("alipay-user", person, 12);

    internal static string AlipayOpenId(Person person) => "0" + Text("alipay", person)[..40];

    internal static string AlipayUnionId(Person person) => "u" + Text("alipay-family", person)[..40];

    internal static string GoogleSubject(Person person) => "1" + Digits("google", person, 20);

    private static byte[] Hash(string scope, Person person) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"AegisAuth simulator/{scope}/{person.Id}"));

    private static string Text(string scope, Person person) => Base64Url.EncodeToString(Hash(scope, person));

    private static string Hex(string scope, Person person) => Convert.ToHexString(Hash(scope, person))[..32];

    private static string Digits(string scope, Person person, int count) =>
        new BigInteger(Hash(scope, person), isUnsigned: true).ToString(CultureInfo.InvariantCulture)[^count..];
}
