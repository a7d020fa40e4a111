using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>
/// WeChat's <c>wxa/business/getuserphonenumber</c>: the number behind the button <c>getPhoneNumber</c>
/// (developers.weixin.qq.com, getPhoneNumber).
/// </summary>
internal sealed class WechatPhone(
    [FromKeyedServices] BackchannelClient backchannel,
    [FromKeyedServices] StableToken tokens,
    TimeProvider clock
)
{
    private static readonly string[] TokenIsWrong = ["40001", "40014", "42001"];
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(500);

    /// <summary>The number of the person with this openid; WeChat checks that the code is that person's.</summary>
    public async Task<PhoneAnswer> AskAsync(AppOptions app, string baseUrl, string code, string openId, CancellationToken cancellationToken)
    {
        string? refused = null;
        ProviderResult? why = null;
        var repeated = false;
        while (true)
        {
            var (token, refusal) = await tokens.GetAsync(app, baseUrl, refused, cancellationToken);
            if (token is null)
            {
                return Refused(refusal!);
            }

            if (token == refused)
            {
                // WeChat stands by the token that it has refused: the operator must look.
                return Refused(why!);
            }

            var reply = await backchannel.PostJsonAsync(
                Address.WithQuery(baseUrl + "/wxa/business/getuserphonenumber", ("access_token", token)),
                new Dictionary<string, string> { ["code"] = code, ["openid"] = openId },
                cancellationToken
            );
            if (!reply.IsObject(out var json, out var unread))
            {
                return Refused(unread);
            }

            var number = json.Text("errcode");
            // The same code once more: with the token that came after this one, or when WeChat was busy.
            if (!repeated && TokenIsWrong.Contains(number))
            {
                (refused, repeated, why) = (token, true, Code2Session.ErrorOf(json, "wechat"));
                continue;
            }

            if (!repeated && number == "-1")
            {
                repeated = true;
                await Task.Delay(BusyWait, clock, cancellationToken);
                continue;
            }

            return Code2Session.ErrorOf(json, "wechat") is { } error ? Refused(error) : Read(json, app.AppId, clock.GetUtcNow());
        }
    }

    /// <summary>Reads a number that WeChat has told, and checks that it was told to us, just now.</summary>
    internal static PhoneAnswer Read(LenientJson json, string appId, DateTimeOffset now)
    {
        var told = json.Object("phone_info") ?? json;
        var watermark = told.Object("watermark");
        if (watermark?.Text("appid") != appId || watermark.Number("timestamp") is not { } seconds)
        {
            return NotAccepted("watermark");
        }

        var age = now.ToUnixTimeSeconds() - (decimal)seconds;
        if (age > (decimal)MaxAge.TotalSeconds || age < -(decimal)Skew.TotalSeconds)
        {
            return NotAccepted("watermark-age");
        }

        // Only foreign numbers carry the country in phoneNumber: it is put in front of the bare one.
        return told.Text("countryCode") is { } country && told.Text("purePhoneNumber") is { } bare
            ? new PhoneAnswer($"+{country.TrimStart('+')}{bare}")
            : NotAccepted("no-number");
    }

    private static PhoneAnswer NotAccepted(string word) => Refused(ProviderErrors.NotAccepted("phone-" + word));

    private static PhoneAnswer Refused(ProviderResult answer) => new(Phone: null, answer.Error, answer.ProviderError);
}
