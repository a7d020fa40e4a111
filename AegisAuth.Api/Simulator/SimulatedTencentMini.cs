using System.Security.Cryptography;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// code2Session of WeChat (<c>api.weixin.qq.com</c>) and of QQ (<c>api.q.qq.com</c>) mini programs: one wire
/// format. Numbers as in docs/providers.md; QQ prints fewer of them, there the WeChat ones stand in.
/// </summary>
internal sealed class SimulatedTencentMini(SimulatorKeys keys, OneTimeCodes codes) : ISimulatedProvider
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/weapp/sns/jscode2session", (HttpRequest request) => Exchange(SimulatedApp.Weapp, request));
        // The real one does not look at the query of a POST.
        routes.MapPost("/weapp/sns/jscode2session", () => Refuse(SimulatedApp.Weapp, 41002, "appid missing"));
        routes.MapGet("/qq/sns/jscode2session", (HttpRequest request) => Exchange(SimulatedApp.QqMini, request));
    }

    private IResult Exchange(SimulatedApp app, HttpRequest request)
    {
        string Given(string name) => request.Query[name].ToString();

        if (WechatFamily.CheckApp(keys, app, Given("appid"), Given("secret"), Given("grant_type")) is { } wrong)
        {
            return Refuse(app, wrong.Number, wrong.Text);
        }

        var code = Given("js_code");
        if (code.Length == 0)
        {
            return Refuse(app, 41008, "missing code");
        }

        var (freshness, grant) = codes.Redeem(app, code);
        if (grant is null)
        {
            return app == SimulatedApp.Weapp && freshness == Freshness.Used
                ? Refuse(app, 40163, "code been used")
                : Refuse(app, 40029, "invalid code");
        }

        return grant.Person.IsGuest
            ? Refuse(app, 40226, "code blocked")
            : Reply(
                app,
                new
                {
                    session_key = keys.SessionKey(app, grant.Person),
                    openid = UserDataSealer.TencentOpenId(app, grant.Person),
                    unionid = UserDataSealer.TencentUnionId(app, grant.Person),
                }
            );
    }

    private static IResult Refuse(SimulatedApp app, int number, string text) => Reply(app, WechatFamily.Error(number, text));

    private static IResult Reply(SimulatedApp app, object answer) =>
        SimulatorAnswer.JsonAs(app == SimulatedApp.Weapp ? "text/plain" : "text/html; charset=utf-8", answer);
}

/// <summary>What all of WeChat's <c>sns</c> calls have in common.</summary>
internal static class WechatFamily
{
    internal static object Error(int number, string text) =>
        new
        {
            errcode = number,
            errmsg = $"{text}, rid: {RandomNumberGenerator.GetHexString(8, lowercase: true)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        };

    /// <summary>Null when app id, secret and grant type are right.</summary>
    internal static (int Number, string Text)? CheckApp(SimulatorKeys keys, SimulatedApp app, string appId, string secret, string grantType)
    {
        if (appId.Length == 0)
        {
            return (41002, "appid missing");
        }

        if (appId != SimulatorKeys.AppId(app))
        {
            return (40013, "invalid appid");
        }

        if (secret.Length == 0)
        {
            return (41004, "appsecret missing");
        }

        if (!keys.SecretIs(app, secret))
        {
            return (40125, "invalid appsecret");
        }

        return grantType == "authorization_code" ? null : (40002, "invalid grant_type");
    }
}
