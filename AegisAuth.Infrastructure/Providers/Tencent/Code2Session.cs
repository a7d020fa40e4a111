using System.Text.RegularExpressions;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>
/// Tencent's <c>sns/jscode2session</c>, the same for WeChat and QQ mini programs
/// (developers.weixin.qq.com, code2Session; q.qq.com/wiki, code2Session).
/// </summary>
internal static partial class Code2Session
{
    /// <summary>The call. The secret goes into the query because the provider takes it nowhere else; a POST is answered with 41002.</summary>
    public static Task<ProviderReply> ExchangeAsync(
        BackchannelClient backchannel,
        string baseUrl,
        AppOptions options,
        string code,
        CancellationToken cancellationToken
    ) =>
        backchannel.GetOnceAsync(
            Address.WithQuery(
                baseUrl + "/sns/jscode2session",
                ("appid", options.AppId),
                ("secret", options.AppSecret),
                ("js_code", code),
                ("grant_type", "authorization_code")
            ),
            cancellationToken
        );

    /// <summary>Reads the answer and what the client brought beside the code.</summary>
    /// <param name="reply">The provider's answer.</param>
    /// <param name="provider">Whose error numbers: <c>wechat</c> or <c>qq</c>; also the family of the union id.</param>
    /// <param name="appId">Our app.</param>
    /// <param name="login">What the client brought.</param>
    /// <param name="now">The time.</param>
    public static ProviderResult Read(ProviderReply reply, string provider, string appId, ProviderCredential login, DateTimeOffset now)
    {
        if (!reply.IsObject(out var json, out var refusal))
        {
            return refusal;
        }

        if (ErrorOf(json, provider) is { } error)
        {
            return error;
        }

        if (json.Text("openid") is not { } openId)
        {
            return ProviderErrors.Unavailable("no-openid");
        }

        var session = new MiniProgramSession(appId, openId, json.Text("session_key"));
        if (!MiniProgramData.IsGenuine(login, session, now, out var person))
        {
            return ProviderErrors.NotAccepted("user-data");
        }

        // A union id counts only from here: the provider's own answer, or data that proved to be the provider's.
        var union = json.Text("unionid") ?? person?.Text("unionId");
        return ProviderResult.Identified(
            new ProviderIdentity
            {
                Subject = openId,
                UnionId = union is null ? null : new UnionId(provider, union),
                DisplayName = person?.Text("nickName"),
                AvatarUrl = Address.Picture(person?.Text("avatarUrl")),
            }
        );
    }

    /// <summary>The refusal for <c>errcode</c>, or null where there is none or it is 0: live answers leave a zero out.</summary>
    public static ProviderResult? ErrorOf(LenientJson json, string provider)
    {
        var number = json.Text("errcode");
        return number is null or "0" ? null : ProviderErrors.Refuse(provider, number, RequestIdOf(json.Text("errmsg")));
    }

    // The text of an error changes from call to call because it carries the call's id; only the id is taken.
    private static string? RequestIdOf(string? message) =>
        message is not null && RequestId().Match(message) is { Success: true } match ? match.Groups["id"].Value : null;

    [GeneratedRegex(@"rid: ?(?<id>[0-9A-Za-z-]{1,64})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex RequestId();
}
