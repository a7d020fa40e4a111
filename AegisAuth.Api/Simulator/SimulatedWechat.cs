using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// WeChat's two web logins: the QR page for web sites (<c>wechat</c>) and the page inside WeChat
/// (<c>inwechat</c>); docs/providers.md.
/// </summary>
internal sealed class SimulatedWechat(SimulatorKeys keys, RedirectUris redirects, ConsentDesk desk, OneTimeCodes codes, AccessTokens tokens)
    : ISimulatedProvider
{
    private const string TextPlain = "text/plain";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(7200);

    // WeChat matches the address of its in-app page as a whole: other orders are refused.
    private static readonly string[] InwechatOrder = ["appid", "redirect_uri", "response_type", "scope", "state"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/wechat/connect/qrconnect", (HttpRequest request) => Authorize(SimulatedApp.Wechat, request, ["snsapi_login"]));
        routes.MapGet(
            "/inwechat/connect/oauth2/authorize",
            (HttpRequest request) => Authorize(SimulatedApp.Inwechat, request, ["snsapi_base", "snsapi_userinfo"])
        );
        foreach (var app in new[] { SimulatedApp.Wechat, SimulatedApp.Inwechat })
        {
            routes.MapGet($"/{app.Platform()}/sns/oauth2/access_token", (HttpRequest request) => Exchange(app, request));
            routes.MapGet($"/{app.Platform()}/sns/userinfo", (HttpRequest request) => UserInfo(app, request));
        }
    }

    private IResult Authorize(SimulatedApp app, HttpRequest request, string[] scopes)
    {
        string Given(string name) => request.Query[name].ToString();
        IResult Wrong(string what) => SimulatorPage.Refuse(request, app.Title(), what);

        if (Given("appid") != SimulatorKeys.AppId(app))
        {
            return Wrong("AppID 参数错误");
        }

        if (!redirects.IsOnDomain(app, Given("redirect_uri")))
        {
            return Wrong("redirect_uri 参数错误");
        }

        if (Given("response_type") != "code")
        {
            return Wrong("response_type 参数错误");
        }

        if (!scopes.Contains(Given("scope"), StringComparer.Ordinal))
        {
            return Wrong("Scope 参数错误或没有 Scope 权限");
        }

        if (Encoding.UTF8.GetByteCount(Given("state")) > 128)
        {
            return Wrong("state 参数错误");
        }

        var order = request.Query.Keys.Where(InwechatOrder.Contains);
        if (app == SimulatedApp.Inwechat && !order.SequenceEqual(InwechatOrder.Where(request.Query.ContainsKey)))
        {
            return Wrong("参数顺序错误");
        }

        return ConsentPages.Show(
            request,
            desk,
            new(app, Given("redirect_uri")) { Scope = Given("scope"), State = request.Query.ContainsKey("state") ? Given("state") : null }
        );
    }

    private IResult Exchange(SimulatedApp app, HttpRequest request)
    {
        string Given(string name) => request.Query[name].ToString();

        if (WechatFamily.CheckApp(keys, app, Given("appid"), Given("secret"), Given("grant_type")) is { } wrong)
        {
            return Refuse(wrong.Number, wrong.Text);
        }

        if (Given("code").Length == 0)
        {
            return Refuse(41008, "missing code");
        }

        var (freshness, grant) = codes.Redeem(app, Given("code"));
        if (grant is null)
        {
            return freshness switch
            {
                Freshness.Used => Refuse(40163, "code been used"),
                Freshness.Expired => Refuse(42003, "code expired"),
                Freshness.Unknown or Freshness.Fresh => Refuse(40029, "invalid code"),
            };
        }

        return SimulatorAnswer.JsonAs(
            TextPlain,
            new
            {
                access_token = tokens.Issue(grant, TokenLifetime),
                expires_in = (int)TokenLifetime.TotalSeconds,
                refresh_token = RandomNumberGenerator.GetHexString(48),
                openid = Subjects.WechatOpenId(app, grant.Person),
                scope = grant.Scope,
                is_snapshotuser = grant.Person.IsGuest ? (int?)1 : null,
                unionid = grant.Scope == "snsapi_base" ? null : Subjects.WechatUnionId(grant.Person),
            }
        );
    }

    private IResult UserInfo(SimulatedApp app, HttpRequest request)
    {
        string Given(string name) => request.Query[name].ToString();

        if (Given("access_token").Length == 0)
        {
            return Refuse(41001, "access_token missing");
        }

        var (freshness, grant) = tokens.Find(app, Given("access_token"));
        if (grant is null)
        {
            return freshness == Freshness.Expired
                ? Refuse(42001, "access_token expired")
                : Refuse(40001, "invalid credential, access_token is invalid or not latest");
        }

        if (Given("openid").Length == 0)
        {
            return Refuse(41009, "missing openid");
        }

        if (Given("openid") != Subjects.WechatOpenId(app, grant.Person))
        {
            return Refuse(40003, "invalid openid");
        }

        if (grant.Scope == "snsapi_base" || grant.Person.IsGuest)
        {
            return Refuse(48001, "api unauthorized");
        }

        return SimulatorAnswer.JsonAs(
            TextPlain,
            new
            {
                openid = Given("openid"),
                nickname = grant.Person.Name.Chinese,
                sex = 0,
                language = "",
                city = "",
                province = "",
                country = "",
                headimgurl = "",
                privilege = Array.Empty<string>(),
                unionid = Subjects.WechatUnionId(grant.Person),
            }
        );
    }

    private static IResult Refuse(int number, string text) => SimulatorAnswer.JsonAs(TextPlain, WechatFamily.Error(number, text));
}
