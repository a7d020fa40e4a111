using System.Security.Cryptography;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// QQ Connect's calls from server to server (<c>graph.qq.com</c>, docs/providers.md). Answers wear JSONP, and the token a query
/// string, unless <c>fmt=json</c> asks for JSON.
/// </summary>
internal sealed class SimulatedQqConnect(SimulatorKeys keys, RedirectUris redirects, OneTimeCodes codes, AccessTokens tokens)
    : ISimulatedProvider
{
    private const SimulatedApp App = SimulatedApp.QqConnect;
    private const string TextHtml = "text/html; charset=utf-8";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(7776000);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/qq/oauth2.0/token", Token);
        routes.MapGet("/qq/oauth2.0/me", Me);
        routes.MapGet("/qq/user/get_user_info", UserInfo);
    }

    private IResult Token(HttpRequest request)
    {
        string Given(string name) => request.Query[name].ToString();

        var wrong = CheckApp(Given("client_id"), Given("client_secret"));
        if (wrong is not null)
        {
            return Refuse(request, wrong.Value.Number, wrong.Value.Text);
        }

        if (Given("grant_type") != "authorization_code")
        {
            return Refuse(request, 100004, "param grant_type is wrong or lost");
        }

        if (Given("code").Length == 0)
        {
            return Refuse(request, 100005, "param code is wrong or lost");
        }

        if (!redirects.IsOnDomain(App, Given("redirect_uri")))
        {
            return Refuse(request, 100010, "redirect uri is illegal");
        }

        var (freshness, grant) = codes.Redeem(App, Given("code"));
        if (grant is null)
        {
            return freshness == Freshness.Used
                ? Refuse(request, 100020, "code is reused error")
                : Refuse(request, 100019, "code to access token error");
        }

        if (grant.RedirectUri is { } sentTo && sentTo != Given("redirect_uri"))
        {
            return Refuse(request, 100010, "redirect uri is illegal");
        }

        var token = tokens.Issue(grant, TokenLifetime);
        var refresh = RandomNumberGenerator.GetHexString(32);
        var seconds = (int)TokenLifetime.TotalSeconds;
        return WantsJson(request)
            ? SimulatorAnswer.JsonAs(
                TextHtml,
                new
                {
                    access_token = token,
                    expires_in = seconds,
                    refresh_token = refresh,
                }
            )
            : Results.Text(FormattableString.Invariant($"access_token={token}&expires_in={seconds}&refresh_token={refresh}"), TextHtml);
    }

    private IResult Me(HttpRequest request)
    {
        if (CheckToken(request, out var grant) is { } wrong)
        {
            return Refuse(request, wrong.Number, wrong.Text);
        }

        return Reply(
            request,
            new
            {
                client_id = SimulatorKeys.AppId(App),
                openid = Subjects.QqOpenId(App, grant!.Person),
                unionid = request.Query["unionid"] == "1" ? Subjects.QqUnionId(grant.Person) : null,
            }
        );
    }

    /// <summary>This call never spoke JSONP; its failures are <c>ret</c> and <c>msg</c>.</summary>
    private IResult UserInfo(HttpRequest request)
    {
        IResult Wrong(int number, string text) => SimulatorAnswer.JsonAs(TextHtml, new { ret = number, msg = text });

        if (CheckToken(request, out var grant) is { } wrong)
        {
            return Wrong(wrong.Number, wrong.Text);
        }

        if (
            request.Query["oauth_consumer_key"] != SimulatorKeys.AppId(App)
            || request.Query["openid"] != Subjects.QqOpenId(App, grant!.Person)
        )
        {
            return Wrong(-1, "client request's parameters are invalid, invalid openid");
        }

        if (!grant.Scope.Split(',').Contains("get_user_info", StringComparer.Ordinal))
        {
            return Wrong(100030, "this api without user authorization");
        }

        return SimulatorAnswer.JsonAs(
            TextHtml,
            new
            {
                ret = 0,
                msg = "",
                is_lost = 0,
                nickname = grant.Person.Name.Chinese,
                gender = grant.Person.Sex == 2 ? "女" : "男",
                gender_type = grant.Person.Sex,
                province = "",
                city = "",
                year = "0",
                figureurl_qq_1 = "",
                is_yellow_vip = "0",
                vip = "0",
                level = "0",
            }
        );
    }

    private (int Number, string Text)? CheckApp(string clientId, string secret)
    {
        if (clientId.Length == 0)
        {
            return (100001, "param client_id is wrong or lost");
        }

        if (secret.Length == 0)
        {
            return (100002, "param client_secret is wrong or lost");
        }

        if (clientId != SimulatorKeys.AppId(App))
        {
            return (100008, "client id is not exist");
        }

        return keys.SecretIs(App, secret) ? null : (100009, "client secret is illegal");
    }

    private (int Number, string Text)? CheckToken(HttpRequest request, out Grant? grant)
    {
        grant = null;
        var token = request.Query["access_token"].ToString();
        if (token.Length == 0)
        {
            return (100007, "param access token is wrong or lost");
        }

        (var freshness, grant) = tokens.Find(App, token);
        return freshness switch
        {
            Freshness.Fresh => null,
            Freshness.Expired => (100014, "access token expired"),
            Freshness.Unknown or Freshness.Used => (100016, "access token check failed"),
        };
    }

    private static IResult Refuse(HttpRequest request, int number, string text) =>
        Reply(request, new { error = number, error_description = text });

    private static IResult Reply(HttpRequest request, object answer) =>
        WantsJson(request)
            ? SimulatorAnswer.JsonAs(TextHtml, answer)
            : Results.Text($"callback( {SimulatorAnswer.Text(answer)} );\n", TextHtml);

    private static bool WantsJson(HttpRequest request) => request.Query["fmt"] == "json";
}
