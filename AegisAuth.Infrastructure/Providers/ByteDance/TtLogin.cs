using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.ByteDance;

/// <summary>Toutiao and Douyin mini program: <c>tt.login</c> and code2Session v2 (developer.open-douyin.com).</summary>
internal sealed class TtLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<AppOptions> options,
    [FromKeyedServices] BackchannelClient backchannel,
    TimeProvider clock
) : ProviderAdapter<AppOptions>(platform, options)
{
    private const string Provider = "tt";
    private const string DefaultBaseUrl = "https://developer.toutiao.com";

    public override async Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        // An anonymous code alone brings an anonymous id, and that is no person: no need to ask.
        if (login.Code.Length == 0)
        {
            return ProviderErrors.NotAccepted("anonymous");
        }

        var app = Options;
        var body = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["appid"] = app.AppId,
            ["secret"] = app.AppSecret,
            ["code"] = login.Code,
        };
        if (!string.IsNullOrEmpty(login.AnonymousCode))
        {
            body["anonymous_code"] = login.AnonymousCode;
        }

        var reply = await backchannel.PostJsonAsync(
            new Uri(Address.BaseOr(app.BaseUrl, DefaultBaseUrl) + "/api/apps/v2/jscode2session"),
            body,
            cancellationToken
        );
        if (!reply.IsObject(out var json, out var refusal))
        {
            return refusal;
        }

        // err_no is v2's name; the older gateways that answer the same call say error or errno.
        if (json.Text("err_no", "errcode", "errno", "error") is { } number and not "0")
        {
            return ProviderErrors.Refuse(Provider, number, json.Text("log_id"));
        }

        // v1 has no node around its answer.
        return Read(json.Object("data") ?? json, app.AppId, login, json.Text("log_id"));
    }

    private ProviderResult Read(LenientJson data, string appId, ProviderCredential login, string? requestId)
    {
        if (data.Text("openid", "open_id") is not { } openId)
        {
            return data.Text("anonymous_openid", "anonymous_open_id") is null
                ? ProviderErrors.Unavailable("no-openid")
                : ProviderErrors.Refuse(Provider, "anonymous", requestId);
        }

        var session = new MiniProgramSession(appId, openId, data.Text("session_key"), WatermarkRequired: false);
        if (!MiniProgramData.IsGenuine(login, session, clock.GetUtcNow(), out var person))
        {
            return ProviderErrors.NotAccepted("user-data");
        }

        // Its unionid is per developer and per host app, Toutiao or Douyin, which the answer does not name: it joins nothing.
        return ProviderResult.Identified(
            new ProviderIdentity
            {
                Subject = openId,
                DisplayName = person?.Text("nickName"),
                AvatarUrl = Address.Picture(person?.Text("avatarUrl")),
            }
        );
    }
}
