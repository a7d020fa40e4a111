using AegisAuth.Application.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Providers;

/// <summary>WeChat mini program: <c>wx.login</c> and code2Session (developers.weixin.qq.com).</summary>
internal sealed class WeappLogin(
    [ServiceKey] string platform,
    IOptionsMonitor<AppOptions> options,
    [FromKeyedServices] Backchannel backchannel,
    [FromKeyedServices] WechatPhone phones,
    TimeProvider clock
) : VendorLogin<AppOptions>(platform, options), IPhoneProvider
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
        var answer = TencentSession.Read(reply, "wechat", app.AppId, login, clock.GetUtcNow());
        if (answer.Identity is not { } person || string.IsNullOrEmpty(login.PhoneCode))
        {
            return answer;
        }

        var told = await PhoneOfAsync(login.PhoneCode, person.Subject, cancellationToken);
        return told.Phone is { } phone
            ? ProviderAnswer.Identified(person with { Phone = phone })
            : ProviderAnswer.Refused(told.Error, told.Vendor!);
    }

    public Task<PhoneAnswer> PhoneOfAsync(string code, string subject, CancellationToken cancellationToken) =>
        phones.AskAsync(Options, Address.BaseOr(Options.BaseUrl, DefaultBaseUrl), code, subject, cancellationToken);
}
