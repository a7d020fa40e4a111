using System.Security.Cryptography;
using System.Text.Json;

namespace AegisAuth.Api.Simulator;

/// <summary>ByteDance's code2Session, version 2: JSON in, JSON out, HTTP 200 whatever happens (docs/providers.md).</summary>
internal sealed class SimulatedTt(SimulatorKeys keys, OneTimeCodes codes) : ISimulatedProvider
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/tt/api/apps/v2/jscode2session", ExchangeAsync);

    private async Task<IResult> ExchangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return Refuse(28001007, "bad parameter");
        }

        JsonElement body;
        try
        {
            body = await request.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (JsonException)
        {
            return Refuse(28001007, "bad parameter");
        }

        string Given(string name) =>
            body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : "";

        if (Given("appid") != SimulatorKeys.AppId(SimulatedApp.Tt))
        {
            return Refuse(40015, "bad appid");
        }

        if (!keys.SecretIs(SimulatedApp.Tt, Given("secret")))
        {
            return Refuse(40017, "bad secret");
        }

        var (code, anonymousCode) = (Given("code"), Given("anonymous_code"));
        if (code.Length == 0 && anonymousCode.Length == 0)
        {
            return Refuse(40014, "bad params");
        }

        var person = code.Length == 0 ? null : PersonOf(code, AnonymousMark.Absent);
        if (code.Length > 0 && person is null)
        {
            return Refuse(40018, "bad code");
        }

        var visitor = anonymousCode.Length == 0 ? null : PersonOf(anonymousCode, AnonymousMark.Present);
        if (anonymousCode.Length > 0 && visitor is null)
        {
            return Refuse(40019, "bad anonymous code");
        }

        return SimulatorAnswer.Json(
            new
            {
                err_no = 0,
                err_tips = "success",
                log_id = LogId(),
                data = new
                {
                    session_key = person is null ? "" : keys.SessionKey(SimulatedApp.Tt, person),
                    openid = person is null ? "" : Subjects.TtOpenId(person),
                    anonymous_openid = visitor is null ? "" : Subjects.TtAnonymousOpenId(visitor),
                    unionid = person is null ? "" : Subjects.TtUnionId(person),
                },
            }
        );
    }

    /// <summary>The scope of an anonymous code, so that neither kind passes for the other.</summary>
    internal const string Anonymous = "anonymous";

    private Person? PersonOf(string code, AnonymousMark mark)
    {
        var (_, grant) = codes.Redeem(SimulatedApp.Tt, code);
        if (grant is null)
        {
            return null;
        }

        // A demonstration code serves as either; no user is logged in behind the guest's.
        var demonstration = Person.OfDemoCode(SimulatedApp.Tt, code) is not null;
        return mark switch
        {
            AnonymousMark.Present => demonstration || grant.Scope == Anonymous ? grant.Person : null,
            AnonymousMark.Absent => grant.Person.IsGuest || grant.Scope == Anonymous ? null : grant.Person,
        };
    }

    private static IResult Refuse(int number, string tips) =>
        SimulatorAnswer.Json(
            new
            {
                err_no = number,
                err_tips = tips,
                log_id = LogId(),
            }
        );

    private static string LogId() => RandomNumberGenerator.GetHexString(32);

    private enum AnonymousMark
    {
        Absent,
        Present,
    }
}
