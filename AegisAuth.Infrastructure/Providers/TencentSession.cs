using System.Text.RegularExpressions;
using AegisAuth.Application.Providers;

namespace AegisAuth.Infrastructure.Providers;

/// <summary>
/// Tencent's <c>sns/jscode2session</c>, the same for WeChat and QQ mini programs
/// (developers.weixin.qq.com, code2Session; q.qq.com/wiki, code2Session).
/// </summary>
internal static partial class TencentSession
{
    /// <summary>The call. The secret goes into the query because the vendor takes it nowhere else; a POST is answered with 41002.</summary>
    public static Task<VendorReply> ExchangeAsync(
        Backchannel backchannel,
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
    /// <param name="reply">The vendor's answer.</param>
    /// <param name="vendor">Whose error numbers: <c>wechat</c> or <c>qq</c>; also the family of the union id.</param>
    /// <param name="appId">Our app.</param>
    /// <param name="login">What the client brought.</param>
    /// <param name="now">The time.</param>
    public static ProviderAnswer Read(VendorReply reply, string vendor, string appId, ProviderLogin login, DateTimeOffset now)
    {
        if (!reply.IsObject(out var json, out var refusal))
        {
            return refusal;
        }

        if (ErrorOf(json, vendor) is { } error)
        {
            return error;
        }

        if (json.Text("openid") is not { } openId)
        {
            return VendorErrors.Unavailable("no-openid");
        }

        var session = new MiniProgramSession(appId, openId, json.Text("session_key"));
        if (!MiniProgramData.IsGenuine(login, session, now, out var person))
        {
            return VendorErrors.NotAccepted("user-data");
        }

        // A union id counts only from here: the vendor's own answer, or data that proved to be the vendor's.
        var union = json.Text("unionid") ?? person?.Text("unionId");
        return ProviderAnswer.Identified(
            new ProviderIdentity
            {
                Subject = openId,
                UnionId = union is null ? null : new UnionId(vendor, union),
                DisplayName = person?.Text("nickName"),
                AvatarUrl = Address.Picture(person?.Text("avatarUrl")),
            }
        );
    }

    /// <summary>The refusal for <c>errcode</c>, or null where there is none or it is 0: live answers leave a zero out.</summary>
    public static ProviderAnswer? ErrorOf(VendorJson json, string vendor)
    {
        var number = json.Text("errcode");
        return number is null or "0" ? null : VendorErrors.Refuse(vendor, number, RequestIdOf(json.Text("errmsg")));
    }

    // The text of an error changes from call to call because it carries the call's id; only the id is taken.
    private static string? RequestIdOf(string? message) =>
        message is not null && RequestId().Match(message) is { Success: true } match ? match.Groups["id"].Value : null;

    [GeneratedRegex(@"rid: ?(?<id>[0-9A-Za-z-]{1,64})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex RequestId();
}
