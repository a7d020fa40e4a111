using System.Security.Cryptography;
using AegisAuth.Api.Http;

namespace AegisAuth.Api.Simulator;

/// <summary>Baidu's jscode2sessionkey, and the two calls that lead to a unionid (docs/providers.md).</summary>
internal sealed class SimulatedSwan(SimulatorKeys keys, OneTimeCodes codes, AccessTokens tokens, TimeProvider clock) : ISimulatedProvider
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(30);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/swan/oauth/jscode2sessionkey", ExchangeAsync);
        routes.MapGet("/swan/oauth/2.0/token", (HttpRequest request) => Token(request.Query));
        routes.MapPost(
            "/swan/oauth/2.0/token",
            async (HttpRequest request, CancellationToken cancellationToken) =>
                Token(request.HasFormContentType ? await request.ReadClientFormAsync(cancellationToken) : request.Query)
        );
        routes.MapPost("/swan/rest/2.0/smartapp/getunionid", UnionIdAsync);
    }

    private async Task<IResult> ExchangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = request.HasFormContentType ? await request.ReadClientFormAsync(cancellationToken) : FormCollection.Empty;
        string Given(string name) => form[name].ToString();

        if (Given("code").Length == 0 || Given("client_id").Length == 0 || Given("sk").Length == 0)
        {
            return SimulatorAnswer.Json(new { error = "invalid_request", error_description = "a required parameter is missing" });
        }

        if (CheckApp(Given("client_id"), Given("sk")) is { } wrong)
        {
            return wrong;
        }

        var (_, grant) = codes.Redeem(SimulatedApp.Swan, Given("code"));
        return grant is null
            ? SimulatorAnswer.Json(
                new
                {
                    errno = 10010100,
                    error = "parameter is invalid",
                    error_description = "the code is invalid, used or expired",
                }
            )
            : SimulatorAnswer.Json(
                new { openid = Subjects.SwanOpenId(grant.Person), session_key = keys.SessionKey(SimulatedApp.Swan, grant.Person) }
            );
    }

    private IResult Token(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> parameters)
    {
        var given = parameters.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        string Given(string name) => given.GetValueOrDefault(name, "");

        if (Given("grant_type") != "client_credentials")
        {
            return SimulatorAnswer.Json(
                new { error = "unsupported_grant_type", error_description = "The authorization grant type is not supported" }
            );
        }

        if (CheckApp(Given("client_id"), Given("client_secret")) is { } wrong)
        {
            return wrong;
        }

        // The token is the app's own; a grant needs a person, and this one is never shown.
        var noPerson = new Person("", new("", ""), 0, "", EmailVerified: false, "");
        var token = tokens.Issue(new(SimulatedApp.Swan, noPerson), TokenLifetime);
        return SimulatorAnswer.Json(
            new
            {
                access_token = token,
                expires_in = (int)TokenLifetime.TotalSeconds,
                scope = "public smartapp_snsapi_base",
            }
        );
    }

    private async Task<IResult> UnionIdAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (freshness, app) = tokens.Find(SimulatedApp.Swan, request.Query["access_token"].ToString());
        if (app is null)
        {
            return freshness == Freshness.Expired
                ? SimulatorAnswer.Json(new { error_code = 111, error_msg = "Access token expired" })
                : SimulatorAnswer.Json(new { error_code = 110, error_msg = "Access token invalid or no longer valid" });
        }

        var form = request.HasFormContentType ? await request.ReadClientFormAsync(cancellationToken) : FormCollection.Empty;
        var person = Person.OfferedBy(SimulatedApp.Swan).FirstOrDefault(person => form["openid"] == Subjects.SwanOpenId(person));
        var stamp = (request_id: RandomNumberGenerator.GetHexString(16), timestamp: clock.GetUtcNow().ToUnixTimeSeconds());
        return person is null
            ? SimulatorAnswer.Json(
                new
                {
                    errno = 10010100,
                    errmsg = "parameter is invalid",
                    stamp.request_id,
                    stamp.timestamp,
                }
            )
            : SimulatorAnswer.Json(
                new
                {
                    errno = 0,
                    errmsg = "succ",
                    data = new { unionid = Subjects.SwanUnionId(person) },
                    stamp.request_id,
                    stamp.timestamp,
                }
            );
    }

    private IResult? CheckApp(string clientId, string secret) =>
        clientId == SimulatorKeys.AppId(SimulatedApp.Swan) && keys.SecretIs(SimulatedApp.Swan, secret)
            ? null
            : SimulatorAnswer.Json(new { error = "invalid_client", error_description = "unknown client id or wrong client secret" });
}
