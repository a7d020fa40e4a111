using AegisAuth.Application.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers;

/// <summary>WeChat mini program: <c>wx.login</c> and code2Session (developers.weixin.qq.com).</summary>
internal sealed class WeappLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<AppOptions> options,
    [FromKeyedServices] Backchannel backchannel,
    TimeProvider clock
) : VendorLogin<AppOptions>(platform, options)
{
    private const string DefaultBaseUrl = "https://api.weixin.qq.com";

    public override async Task<ProviderAnswer> IdentifyAsync(ProviderLogin login, CancellationToken cancellationToken)
    {
        var app = Options;
        var reply = await TencentSession.ExchangeAsync(
            backchannel,
            Address.BaseOr(app.BaseUrl, DefaultBaseUrl),
            app,
            login.Code,
            cancellationToken
        );
        return TencentSession.Read(reply, "wechat", app.AppId, login, clock.GetUtcNow());
    }
}
