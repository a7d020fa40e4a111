using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>
/// WeChat's OAuth in both of its forms, which differ in the page and its scope only: <c>wechat</c> is the QR
/// code of a web site (网站应用), <c>inwechat</c> the page inside the WeChat client (网页授权).
/// </summary>
internal sealed class WechatLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<AppOptions> options,
    [FromKeyedServices] BackchannelClient backchannel
) : ProviderAdapter<AppOptions>(platform, options), IRedirectProvider
{
    private const string Provider = "wechat";
    private const string DefaultBaseUrl = "https://api.weixin.qq.com";

    private readonly (string Page, string Scope) _form =
        platform == "inwechat"
            // snsapi_base would be silent, but since 2023 it brings no union id and so no way to join accounts.
            ? ("https://open.weixin.qq.com/connect/oauth2/authorize", "snsapi_userinfo")
            : ("https://open.weixin.qq.com/connect/qrconnect", "snsapi_login");

    public bool CanRedirect => !string.IsNullOrEmpty(Options.RedirectUri);

    public bool RequiresState => Options.RequireState;

    /// <summary>Order and fragment are as WeChat's page demands them.</summary>
    public Task<Result<Uri>> AuthorizeUrlAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var app = Options;
        var address = Address.WithQuery(
            Address.BaseOr(app.AuthorizeUrl, _form.Page),
            ("appid", app.AppId),
            ("redirect_uri", app.RedirectUri ?? ""),
            ("response_type", "code"),
            ("scope", _form.Scope),
            ("state", request.State)
        );
        return Task.FromResult<Result<Uri>>(new Uri(address.AbsoluteUri + "#wechat_redirect"));
    }

    public override async Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        var app = Options;
        var baseUrl = Address.BaseOr(app.BaseUrl, DefaultBaseUrl);
        var reply = await backchannel.GetOnceAsync(
            Address.WithQuery(
                baseUrl + "/sns/oauth2/access_token",
                ("appid", app.AppId),
                ("secret", app.AppSecret),
                ("code", login.Code),
                ("grant_type", "authorization_code")
            ),
            cancellationToken
        );
        if (!reply.IsObject(out var token, out var refusal))
        {
            return refusal;
        }

        if (Code2Session.ErrorOf(token, Provider) is { } error)
        {
            return error;
        }

        if (token.Text("openid") is not { } openId)
        {
            return ProviderErrors.Unavailable("no-openid");
        }

        // A "snapshot page" shows a page without a login: its openid is no person's.
        if (token.Number("is_snapshotuser") == 1)
        {
            return ProviderErrors.NotAccepted("snapshot-user");
        }

        var profile = await ProfileAsync(baseUrl, token.Text("access_token"), openId, cancellationToken);
        var union = token.Text("unionid") ?? profile?.Text("unionid");
        return ProviderResult.Identified(
            new ProviderIdentity
            {
                Subject = openId,
                UnionId = union is null ? null : new UnionId(Provider, union),
                DisplayName = profile?.Text("nickname"),
                AvatarUrl = Address.Picture(profile?.Text("headimgurl")),
            }
        );
    }

    // Decoration: 48001 for snsapi_base, a slow answer, or another person's openid only mean that there is none.
    private async Task<LenientJson?> ProfileAsync(string baseUrl, string? accessToken, string openId, CancellationToken cancellationToken)
    {
        if (accessToken is null)
        {
            return null;
        }

        var address = Address.WithQuery(baseUrl + "/sns/userinfo", ("access_token", accessToken), ("openid", openId), ("lang", "zh_CN"));
        var reply = await backchannel.DecorateAsync(limited => backchannel.GetAsync(address, limited), cancellationToken);
        return reply.IsObject(out var profile, out _) && profile.Text("openid") == openId ? profile : null;
    }
}
