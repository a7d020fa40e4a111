using System.Globalization;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.Alipay;

/// <summary>
/// Alipay: mini program (<c>my.getAuthCode</c>) or its web page, both with <c>alipay.system.oauth.token</c>
/// (opendocs.alipay.com). What <c>my.getOpenUserInfo</c> gives to the client is unsigned and not looked at.
/// </summary>
internal sealed class AlipayLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<AlipayOptions> options,
    [FromKeyedServices] BackchannelClient backchannel,
    TimeProvider clock
) : ProviderAdapter<AlipayOptions>(platform, options), IRedirectProvider
{
    private const string DefaultBaseUrl = "https://openapi.alipay.com";
    private const string DefaultPage = "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm";
    private const string GatewayPath = "/gateway.do";

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public bool NeedsRedirect => false;

    public bool CanRedirect => !string.IsNullOrEmpty(Options.RedirectUri);

    public bool RequiresState => Options.RequireState;

    public Task<Result<Uri>> AuthorizeUrlAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var app = Options;
        return Task.FromResult<Result<Uri>>(
            Address.WithQuery(
                Address.BaseOr(app.AuthorizeUrl, DefaultPage),
                ("app_id", app.AppId),
                ("scope", "auth_user"),
                ("redirect_uri", app.RedirectUri ?? ""),
                ("state", request.State)
            )
        );
    }

    public override async Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        var app = Options;
        var reply = await CallAsync(
            app,
            "alipay.system.oauth.token",
            [("grant_type", "authorization_code"), ("code", login.Code)],
            cancellationToken
        );
        if (!AlipayAnswer.IsSuccess(reply, "alipay_system_oauth_token_response", app.AlipayPublicKey, out var token, out var refusal))
        {
            return refusal;
        }

        // Apps registered since Alipay's change get an open_id, per app, and no user_id; older ones may get both.
        // Both are handed on, so that an app can be migrated without losing its people.
        var (openId, userId) = (token.Text("open_id"), token.Text("user_id"));
        if ((openId ?? userId) is not { } subject)
        {
            return ProviderErrors.Unavailable("no-openid");
        }

        var profile = await ProfileAsync(app, token.Text("access_token"), cancellationToken);
        return ProviderResult.Identified(
            new ProviderIdentity
            {
                Subject = subject,
                AlternativeSubject = openId is null ? null : userId,
                DisplayName = profile?.Text("nick_name"),
                AvatarUrl = Address.Picture(profile?.Text("avatar")),
            }
        );
    }

    // Decoration: scope auth_base does not allow the call, and newer feature packs lack it.
    private async Task<LenientJson?> ProfileAsync(AlipayOptions app, string? accessToken, CancellationToken cancellationToken)
    {
        if (accessToken is null)
        {
            return null;
        }

        var reply = await backchannel.DecorateAsync(
            limited => CallAsync(app, "alipay.user.info.share", [("auth_token", accessToken)], limited),
            cancellationToken
        );
        return AlipayAnswer.IsSuccess(reply, "alipay_user_info_share_response", app.AlipayPublicKey, out var profile, out _)
            ? profile
            : null;
    }

    private Task<ProviderReply> CallAsync(
        AlipayOptions app,
        string method,
        (string Name, string Value)[] parameters,
        CancellationToken cancellationToken
    )
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app_id"] = app.AppId,
            ["charset"] = "utf-8",
            ["format"] = "JSON",
            ["method"] = method,
            ["sign_type"] = "RSA2",
            ["timestamp"] = clock.GetUtcNow().ToOffset(China).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ["version"] = "1.0",
        };
        if (AlipayCertificates.SerialOf(app.AppCertificate) is { } own && AlipayCertificates.SerialsOf(app.RootCertificates) is { } root)
        {
            form["app_cert_sn"] = own;
            form["alipay_root_cert_sn"] = root;
        }

        foreach (var (name, value) in parameters)
        {
            form[name] = value;
        }

        // Last of all: what is added after this is not signed.
        form["sign"] = AlipaySignature.Sign(form, app.PrivateKey);
        return backchannel.PostFormAsync(Gateway(app), form, cancellationToken);
    }

    private static Uri Gateway(AlipayOptions app)
    {
        var baseUrl = Address.BaseOr(app.BaseUrl, DefaultBaseUrl);
        return new Uri(baseUrl.EndsWith(GatewayPath, StringComparison.Ordinal) ? baseUrl : baseUrl + GatewayPath);
    }
}
