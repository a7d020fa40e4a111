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
    [FromKeyedServices] WechatPhone phones,
    TimeProvider clock
) : ProviderAdapter<AppOptions>(platform, options), IPhoneProvider
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
        var answer = Code2Session.Read(reply, "wechat", app.AppId, login, clock.GetUtcNow());
        if (answer.Identity is not { } person || string.IsNullOrEmpty(login.PhoneCode))
        {
            return answer;
        }

        var told = await PhoneOfAsync(login.PhoneCode, person.Subject, cancellationToken);
        return told.Phone is { } phone
            ? ProviderResult.Identified(person with { Phone = phone })
            : ProviderResult.Refused(told.Error, told.ProviderError!);
    }

    public Task<PhoneAnswer> PhoneOfAsync(string code, string subject, CancellationToken cancellationToken) =>
        phones.AskAsync(Options, Address.BaseOr(Options.BaseUrl, DefaultBaseUrl), code, subject, cancellationToken);
}
