using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.Baidu;

/// <summary>
/// Baidu smart program: <c>swan.getLoginCode</c> and jscode2sessionkey (smartprogram.baidu.com). The union id,
/// which is on another host, joins nothing here and is not asked for: one base address is enough.
/// </summary>
internal sealed class SwanLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<AppOptions> options,
    [FromKeyedServices] BackchannelClient backchannel
) : ProviderAdapter<AppOptions>(platform, options)
{
    private const string Provider = "swan";
    private const string DefaultBaseUrl = "https://spapi.baidu.com";

    public override async Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        var app = Options;
        // Baidu's Go SDK puts these into the query; a body keeps the secret out of addresses.
        var reply = await backchannel.PostFormAsync(
            new Uri(Address.BaseOr(app.BaseUrl, DefaultBaseUrl) + "/oauth/jscode2sessionkey"),
            [new("code", login.Code), new("client_id", app.AppId), new("sk", app.AppSecret)],
            cancellationToken
        );
        if (!reply.IsObject(out var json, out var refusal))
        {
            return refusal;
        }

        if (ErrorOf(json) is { } number)
        {
            return ProviderErrors.Refuse(Provider, number, json.Text("request_id"));
        }

        // The newer gateway puts its answer into a node and writes open_id.
        var data = json.Object("data") ?? json;
        if (data.Text("openid", "open_id") is not { } openId || data.Text("session_key") is not { } sessionKey)
        {
            return ProviderErrors.Unavailable("no-openid");
        }

        LenientJson? person = null;
        if (
            !string.IsNullOrEmpty(login.EncryptedData)
            && !SwanData.TryRead(sessionKey, login.Iv, login.EncryptedData, app.AppId, openId, out person)
        )
        {
            return ProviderErrors.NotAccepted("user-data");
        }

        return ProviderResult.Identified(
            new ProviderIdentity
            {
                Subject = openId,
                DisplayName = person?.Text("nickname"),
                AvatarUrl = Address.Picture(person?.Text("headimgurl")),
            }
        );
    }

    // Newer pages have a number, older ones only a word; a zero is no error.
    private static string? ErrorOf(LenientJson json)
    {
        var number = json.Text("errno", "error_code");
        return number is null or "0" ? json.Text("error") : number;
    }
}
