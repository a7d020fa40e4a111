using System.Security.Cryptography;

namespace AegisAuth.Api.Simulator;

/// <summary>Alipay's gateway with its two login calls, and the authorize page for web sites (docs/providers.md).</summary>
internal sealed class SimulatedAlipay(RedirectUris redirects, ConsentDesk desk, OneTimeCodes codes, AccessTokens tokens, TimeProvider clock)
    : ISimulatedProvider
{
    private const SimulatedApp App = SimulatedApp.Alipay;
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(15);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alipay/oauth2/publicAppAuthorize.htm", Authorize);
        routes.MapPost("/alipay/gateway.do", CallAsync);
    }

    private IResult Authorize(HttpRequest request)
    {
        string Given(string name) => request.Query[name].ToString();
        IResult Wrong(string what) => SimulatorPage.Refuse(request, App.Title(), what);

        if (Given("app_id") != SimulatorKeys.AppId(App))
        {
            return Wrong("app_id 参数错误");
        }

        // The real page refuses localhost; here there is nothing else.
        if (!redirects.IsExactly(App, Given("redirect_uri")))
        {
            return Wrong("redirect_uri 与配置不一致");
        }

        var scopes = Given("scope").Split(',');
        if (!Array.TrueForAll(scopes, scope => scope is "auth_base" or "auth_user"))
        {
            return Wrong("scope 参数错误");
        }

        return ConsentPages.Show(
            request,
            desk,
            new(App, Given("redirect_uri")) { Scope = Given("scope"), State = request.Query.ContainsKey("state") ? Given("state") : null }
        );
    }

    private async Task<IResult> CallAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = await AlipayGateway.ReadAsync(request, cancellationToken);
        if (AlipayGateway.Check(parameters) is { } wrong)
        {
            return AlipayGateway.Error(wrong);
        }

        return parameters["method"] switch
        {
            "alipay.system.oauth.token" => Token(parameters),
            "alipay.user.info.share" => UserInfo(parameters),
            _ => AlipayGateway.Error(new("40002", "isv.invalid-method", "方法名不存在")),
        };
    }

    private IResult Token(Dictionary<string, string> parameters)
    {
        if (parameters.GetValueOrDefault("grant_type") != "authorization_code")
        {
            return AlipayGateway.Error(new("40002", "isv.grant-type-invalid", "grant_type 参数不正确"));
        }

        var (_, grant) = codes.Redeem(App, parameters.GetValueOrDefault("code", ""));
        if (grant is null)
        {
            return AlipayGateway.Error(new("40002", "isv.code-invalid", "授权码code无效"));
        }

        var seconds = (int)TokenLifetime.TotalSeconds;
        return AlipayGateway.Success(
            "alipay_system_oauth_token_response",
            new
            {
                user_id = UserId(grant.Person),
                open_id = OpenId(grant.Person),
                union_id = OpenId(grant.Person) is null ? null : Subjects.AlipayUnionId(grant.Person),
                access_token = tokens.Issue(grant, TokenLifetime),
                // Alipay's documents show a number in one place and a string in another.
                expires_in = seconds,
                re_expires_in = $"{seconds * 2}",
                refresh_token = RandomNumberGenerator.GetHexString(40),
                auth_start = AlipayGateway.Time(clock.GetUtcNow()),
            }
        );
    }

    private IResult UserInfo(Dictionary<string, string> parameters)
    {
        var (freshness, grant) = tokens.Find(App, parameters.GetValueOrDefault("auth_token", ""));
        if (grant is null || !grant.Scope.Split(',').Contains("auth_user", StringComparer.Ordinal))
        {
            // This call puts its refusal into its normal node.
            return AlipayGateway.Success(
                "alipay_user_info_share_response",
                new
                {
                    code = "20001",
                    msg = "Insufficient Token Permissions",
                    sub_code = freshness == Freshness.Expired ? "aop.auth-token-time-out" : "aop.invalid-auth-token",
                    sub_msg = "无效的访问令牌",
                }
            );
        }

        return AlipayGateway.Success(
            "alipay_user_info_share_response",
            new
            {
                code = "10000",
                msg = "Success",
                user_id = UserId(grant.Person),
                open_id = OpenId(grant.Person),
                nick_name = grant.Person.Name.Chinese,
                gender = grant.Person.Sex == 2 ? "F" : "m",
            }
        );
    }

    // Old apps are told a user_id, new ones an open_id, migrated ones both. One person for each.
    private static string? UserId(Person person) => person.Id == "zhang" ? null : Subjects.AlipayUserId(person);

    private static string? OpenId(Person person) => person.Id == "wang" ? null : Subjects.AlipayOpenId(person);
}
