using System.Collections.Frozen;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Providers.Backchannel;

/// <summary>
/// The one dictionary of provider errors: number to our refusal. Texts are the protocols' business. A number that
/// is not listed counts as a refused code, because the provider did answer, and in its own format.
/// </summary>
internal static class ProviderErrors
{
    // The code is wrong, used, expired or of another app: a new one may do, this one never will.
    private const AuthError Code = AuthError.CodeRefused;

    // The provider itself is in trouble or counts our calls: the same login may work later.
    private const AuthError Busy = AuthError.ProviderUnavailable;

    // Our own registration at the provider is wrong: nothing the user does helps, the operator reads the audit log.
    private const AuthError Setup = AuthError.ProviderUnavailable;

    private static readonly FrozenDictionary<(string Provider, string Number), AuthError> Known = new Dictionary<
        (string, string),
        AuthError
    >
    {
        // weapp, wechat, inwechat: developers.weixin.qq.com, "global return codes". 40226 is a person whom WeChat
        // holds for a risk: the login ends there.
        [("wechat", "-1")] = Busy,
        [("wechat", "45011")] = Busy,
        [("wechat", "40029")] = Code,
        [("wechat", "40163")] = Code,
        [("wechat", "40226")] = Code,
        [("wechat", "42003")] = Code,
        [("wechat", "40001")] = Setup,
        [("wechat", "40013")] = Setup,
        [("wechat", "40125")] = Setup,
        [("wechat", "40164")] = Setup,
        [("wechat", "41002")] = Setup,
        [("wechat", "41004")] = Setup,
        [("wechat", "41008")] = Code,
        [("wechat", "48001")] = Setup,
        // getuserphonenumber and stable_token.
        [("wechat", "40014")] = Setup,
        [("wechat", "42001")] = Setup,
        [("wechat", "41001")] = Setup,
        [("wechat", "44002")] = Setup,
        [("wechat", "45009")] = Busy,
        [("wechat", "47001")] = Setup,
        [("wechat", "89503")] = Setup,

        // QQ mini program: q.qq.com/wiki, code2Session.
        [("qq", "-1")] = Busy,
        [("qq", "40029")] = Code,
        [("qq", "40163")] = Code,
        [("qq", "45011")] = Busy,
        [("qq", "40013")] = Setup,
        [("qq", "40125")] = Setup,

        // QQ Connect: wiki.connect.qq.com, "public return codes".
        [("qq", "100000")] = Setup,
        [("qq", "100001")] = Setup,
        [("qq", "100002")] = Setup,
        [("qq", "100003")] = Setup,
        [("qq", "100004")] = Setup,
        [("qq", "100005")] = Code,
        [("qq", "100006")] = Setup,
        [("qq", "100007")] = Setup,
        [("qq", "100008")] = Setup,
        [("qq", "100009")] = Setup,
        [("qq", "100010")] = Setup,
        [("qq", "100011")] = Setup,
        [("qq", "100013")] = Code,
        [("qq", "100014")] = Code,
        [("qq", "100015")] = Code,
        [("qq", "100016")] = Code,
        [("qq", "100019")] = Code,
        [("qq", "100020")] = Code,
        [("qq", "100030")] = Code,
        [("qq", "100031")] = Setup,

        // tt: developer.open-douyin.com, code2Session and the platform's status codes.
        [("tt", "-1")] = Busy,
        [("tt", "40014")] = Setup,
        [("tt", "40015")] = Setup,
        [("tt", "40017")] = Setup,
        [("tt", "40018")] = Code,
        [("tt", "40019")] = Code,
        [("tt", "28001005")] = Busy,
        [("tt", "28001006")] = Busy,
        [("tt", "28001007")] = Code,
        [("tt", "28001016")] = Setup,
        [("tt", "28001018")] = Setup,
        [("tt", "28003017")] = Busy,
        [("tt", "28003018")] = Busy,

        // swan: smartprogram.baidu.com, Session Key. Its words are those of RFC 6749.
        [("swan", "10010100")] = Code,
        [("swan", "invalid_request")] = Code,
        [("swan", "invalid_grant")] = Code,
        [("swan", "invalid_client")] = Setup,
        [("swan", "unauthorized_client")] = Setup,
        [("swan", "110")] = Setup,
        [("swan", "111")] = Setup,

        // alipay: opendocs.alipay.com, public error codes. The sub code is looked for first, then the code.
        [("alipay", "isv.code-invalid")] = Code,
        [("alipay", "20000")] = Busy,
        [("alipay", "20001")] = Setup,
        [("alipay", "40001")] = Setup,
        [("alipay", "40002")] = Setup,
        [("alipay", "40003")] = Setup,
        [("alipay", "40004")] = Code,
        [("alipay", "40005")] = Busy,
        [("alipay", "40006")] = Setup,

        // google: RFC 6749 section 5.2, and Google's own redirect_uri_mismatch.
        [("openid", "invalid_grant")] = Code,
        [("openid", "invalid_request")] = Code,
        [("openid", "redirect_uri_mismatch")] = Setup,
        [("openid", "invalid_client")] = Setup,
        [("openid", "unauthorized_client")] = Setup,
        [("openid", "unsupported_grant_type")] = Setup,
    }.ToFrozenDictionary();

    /// <summary>The provider answered with an error.</summary>
    /// <param name="provider">Whose numbers: <c>wechat</c> for its three platforms, else the platform.</param>
    /// <param name="number">The provider's number or word.</param>
    /// <param name="requestId">The provider's id for the call.</param>
    /// <param name="group">A wider number that counts where the first is not listed: Alipay's code beside its sub code.</param>
    public static ProviderResult Refuse(string provider, string number, string? requestId = null, string? group = null)
    {
        var meaning =
            Known.TryGetValue((provider, number), out var exact) ? exact
            : group is not null && Known.TryGetValue((provider, group), out var wide) ? wide
            : Code;
        return ProviderResult.Refused(meaning, new ProviderError(Clean(number), requestId is null ? null : Clean(requestId)));
    }

    /// <summary>The provider did not answer, or not in its own format.</summary>
    public static ProviderResult Unavailable(string word) => ProviderResult.Refused(AuthError.ProviderUnavailable, new ProviderError(word));

    /// <summary>The provider's answer is in order, but it or what the client brought is not enough for us.</summary>
    public static ProviderResult NotAccepted(string word) => ProviderResult.Refused(AuthError.CodeRefused, new ProviderError(word));

    // Providers' texts go to the audit log: short, and nothing that could break a line of it.
    private static string Clean(string text) =>
        new([.. text.Take(64).Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.' ? sign : '?')]);
}
