using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>WeChat mini program: <c>wx.login</c> and code2Session (developers.weixin.qq.com).</summary>
internal sealed class WeappLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<AppOptions> options,
    [FromKeyedServices] BackchannelClient backchannel,
    TimeProvider clock
) : ProviderAdapter<AppOptions>(platform, options)
{
    private const string DefaultBaseUrl = "https://api.weixin.qq.com";

    public override async Task<ProviderResult> IdentifyAsync(ProviderCredential login, CancellationToken cancellationToken)
    {
        var app = Options;
        var reply = await Code2Session.ExchangeAsync(
            backchannel,
            Address.BaseOr(app.BaseUrl, DefaultBaseUrl),
            app,
            login.Code,
            cancellationToken
        );
        return Code2Session.Read(reply, "wechat", app.AppId, login, clock.GetUtcNow());
    }
}
