using System.Security.Cryptography;
using System.Text.Json;

namespace AegisAuth.Api.Simulator;

/// <summary>
/// WeChat's stable access token and its call for the phone number: what docs/providers.md says they check.
/// </summary>
internal sealed class WechatPhoneVendor(SimulatorKeys keys, PhoneTapCodes codes, TimeProvider clock) : ISimulatedProvider
{
    private const int Lifetime = 7200;
    private const int Overlap = 300;

    private readonly Lock _gate = new();
    private string _token = "";
    private string _earlier = "";
    private DateTimeOffset _since;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/weapp/cgi-bin/stable_token", TokenAsync);
        routes.MapPost("/weapp/wxa/business/getuserphonenumber", NumberAsync);
        routes.MapPost("/weapp/phone-code", HandOutAsync);
    }

    private async Task<IResult> TokenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return Refuse(47001, "data format error");
        }

        if (body("grant_type") != "client_credential")
        {
            return Refuse(40002, "invalid grant_type");
        }

        return WechatFamily.CheckApp(keys, SimulatedApp.Weapp, body("appid"), body("secret"), "authorization_code") is { } wrong
            ? Refuse(wrong.Number, wrong.Text)
            : Give();
    }

    // The same token while it is valid; in its last five minutes the next one, and both work.
    private IResult Give()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var left = Lifetime - (now - _since).TotalSeconds;
            if (_token.Length == 0 || left <= Overlap)
            {
                _earlier = left > 0 ? _token : "";
                _token = RandomNumberGenerator.GetHexString(64);
                _since = now;
                left = Lifetime;
            }

            return SimulatorAnswer.Json(new { access_token = _token, expires_in = (int)left });
        }
    }

    private bool IsToken(string token)
    {
        lock (_gate)
        {
            var age = (clock.GetUtcNow() - _since).TotalSeconds;
            return token.Length > 0 && ((token == _token && age < Lifetime) || (token == _earlier && age < Overlap));
        }
    }

    private async Task<IResult> NumberAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsToken(request.Query["access_token"].ToString()))
        {
            return Refuse(40001, "invalid credential, access_token is invalid or not latest");
        }

        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return Refuse(47001, "data format error");
        }

        // Once, for five minutes, and, where an openid is given, for that person only.
        if (
            codes.Redeem(body("code")) is not { } person
            || (body("openid") is { Length: > 0 } openId && openId != Subjects.WechatOpenId(SimulatedApp.Weapp, person))
        )
        {
            return Refuse(40029, "invalid code");
        }

        return SimulatorAnswer.Json(
            new
            {
                errcode = 0,
                errmsg = "ok",
                phone_info = new
                {
                    phoneNumber = person.Phone,
                    purePhoneNumber = person.Phone,
                    countryCode = 86,
                    watermark = new { timestamp = clock.GetUtcNow().ToUnixTimeSeconds(), appid = SimulatorKeys.AppId(SimulatedApp.Weapp) },
                },
            }
        );
    }

    // Plays the button of the mini program.
    private async Task<IResult> HandOutAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) is { } body
        && Person.Find(SimulatedApp.Weapp, body("person")) is { Phone: not "" } person
            ? SimulatorAnswer.Json(new { code = codes.Issue(person) })
            : Results.Problem("Send {\"person\":\"lin\"}.", statusCode: StatusCodes.Status400BadRequest);

    private static async Task<Func<string, string>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<Dictionary<string, JsonElement>>(
                request.Body,
                JsonSerializerOptions.Web,
                cancellationToken
            );
            return name =>
                body is not null && body.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : "";
        }
        catch (JsonException)
        {
            // Not JSON: the provider says so with a number of its own.
            return null;
        }
    }

    private static IResult Refuse(int number, string text) => SimulatorAnswer.Json(WechatFamily.Error(number, text));
}

/// <summary>The codes of the button <c>getPhoneNumber</c>: not those of <c>wx.login</c>.</summary>
internal sealed class PhoneTapCodes(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly BoundedStore<Tap> _codes = new(clock, capacity: 10_000);

    internal string Issue(Person person)
    {
        var code = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _codes.Put(code, new Tap(person, clock.GetUtcNow() + Lifetime), Lifetime);
        return code;
    }

    internal Person? Redeem(string code) =>
        Person.OfDemoCode(SimulatedApp.Weapp, code) is { Phone: not "" } person ? person
        : _codes.Take(code) is { } tap && tap.Expires > clock.GetUtcNow() ? tap.Person
        : null;

    private sealed record Tap(Person Person, DateTimeOffset Expires);
}
