using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>
/// QQ, one of its two services: mini program (q.qq.com/wiki, code2Session) or QQ Connect for web sites
/// (wiki.connect.qq.com). Each calls one host, which is what <c>BaseUrl</c> replaces.
/// </summary>
internal sealed class QqLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<QqOptions> options,
    [FromKeyedServices] BackchannelClient backchannel,
    TimeProvider clock
) : ProviderAdapter<QqOptions>(platform, options), IRedirectProvider
{
    private const string Provider = "qq";
    private const string MiniBaseUrl = "https://api.q.qq.com";
    private const string ConnectBaseUrl = "https://graph.qq.com";
    private const string UnionIdNotPermitted = "100048";

    public bool NeedsRedirect => Options.Mode == QqMode.Connect;

    public bool CanRedirect => Options is { Mode: QqMode.Connect, RedirectUri.Length: > 0 };

    public bool RequiresState => Options is { Mode: QqMode.Connect, RequireState: true };

    public Task<Result<Uri>> AuthorizeUrlAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var app = Options;
        return Task.FromResult<Result<Uri>>(
            app.Mode == QqMode.Mini
                ? AuthError.PlatformNotEnabled
                : Address.WithQuery(
                    Address.BaseOr(app.AuthorizeUrl, Address.BaseOr(app.BaseUrl, ConnectBaseUrl) + "/oauth2.0/authorize"),
                    ("response_type", "code"),
                    ("client_id", app.AppId),
                    ("redirect_uri", app.RedirectUri ?? ""),
                    ("state", request.State),
                    ("scope", "get_user_info")
                )
        );
    }

    public override async Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        var app = Options;
        if (app.Mode == QqMode.Mini)
        {
            var reply = await Code2Session.ExchangeAsync(
                backchannel,
                Address.BaseOr(app.BaseUrl, MiniBaseUrl),
                app,
                login.Code,
                cancellationToken
            );
            return Code2Session.Read(reply, Provider, app.AppId, login, clock.GetUtcNow());
        }

        return await ConnectAsync(app, Address.BaseOr(app.BaseUrl, ConnectBaseUrl), login.Code, cancellationToken);
    }

    private async Task<ProviderResult> ConnectAsync(QqOptions app, string baseUrl, string code, CancellationToken cancellationToken)
    {
        var reply = await backchannel.GetOnceAsync(
            Address.WithQuery(
                baseUrl + "/oauth2.0/token",
                ("grant_type", "authorization_code"),
                ("client_id", app.AppId),
                ("client_secret", app.AppSecret),
                ("code", code),
                ("redirect_uri", app.RedirectUri ?? ""),
                ("fmt", "json")
            ),
            cancellationToken
        );
        if (!reply.IsObject(out var token, out var refusal, QqText.ToJson))
        {
            return refusal;
        }

        if (ErrorOf(token) is { } error)
        {
            return ProviderErrors.Refuse(Provider, error);
        }

        if (token.Text("access_token") is not { } accessToken)
        {
            return ProviderErrors.Unavailable("no-token");
        }

        reply = await WhoAsync(baseUrl, accessToken, withUnionId: true, cancellationToken);
        if (reply.IsObject(out var who, out _, QqText.ToJson) && ErrorOf(who) == UnionIdNotPermitted)
        {
            // The app may not ask for union ids; the openid it may always have.
            reply = await WhoAsync(baseUrl, accessToken, withUnionId: false, cancellationToken);
        }

        if (!reply.IsObject(out who, out refusal, QqText.ToJson))
        {
            return refusal;
        }

        return ErrorOf(who) is { } number
            ? ProviderErrors.Refuse(Provider, number)
            : await PersonAsync(app.AppId, baseUrl, accessToken, who, cancellationToken);
    }

    private async Task<ProviderResult> PersonAsync(
        string appId,
        string baseUrl,
        string accessToken,
        LenientJson who,
        CancellationToken cancellationToken
    )
    {
        if (who.Text("openid") is not { } openId)
        {
            return ProviderErrors.Unavailable("no-openid");
        }

        // A token of another app would log its people in here.
        if (who.Text("client_id") != appId)
        {
            return ProviderErrors.NotAccepted("other-app");
        }

        var address = Address.WithQuery(
            baseUrl + "/user/get_user_info",
            ("access_token", accessToken),
            ("oauth_consumer_key", appId),
            ("openid", openId)
        );
        var reply = await backchannel.DecorateAsync(limited => backchannel.GetAsync(address, limited), cancellationToken);
        var profile = reply.IsObject(out var json, out _, QqText.ToJson) && json.Number("ret") == 0 ? json : null;
        return ProviderResult.Identified(
            new ProviderIdentity
            {
                Subject = openId,
                UnionId = who.Text("unionid") is { } union ? new UnionId(Provider, union) : null,
                DisplayName = profile?.Text("nickname"),
                AvatarUrl = Address.Picture(profile?.Text("figureurl_qq_2", "figureurl_qq_1", "figureurl_qq")),
            }
        );
    }

    private Task<ProviderReply> WhoAsync(string baseUrl, string accessToken, bool withUnionId, CancellationToken cancellationToken) =>
        backchannel.GetAsync(
            withUnionId
                ? Address.WithQuery(baseUrl + "/oauth2.0/me", ("access_token", accessToken), ("unionid", "1"), ("fmt", "json"))
                : Address.WithQuery(baseUrl + "/oauth2.0/me", ("access_token", accessToken), ("fmt", "json")),
            cancellationToken
        );

    private static string? ErrorOf(LenientJson json) => json.Text("error", "code") is { } number and not "0" ? number : null;
}
