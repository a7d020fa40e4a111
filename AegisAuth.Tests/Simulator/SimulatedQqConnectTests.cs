using System.Net;
using System.Text.Json;
using AegisAuth.Api.Simulator;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Tests.Simulator;

internal sealed class SimulatedQqConnectTests : SimulatorTests
{
    private const string AuthorizePath = "/qq/oauth2.0/authorize";
    private const string TokenPath = "/qq/oauth2.0/token";

    private static string AppId => SimulatorKeys.AppId(SimulatedApp.QqConnect);

    [Test]
    public async Task Login_AllInJson_LeadsToTheProfile()
    {
        var code = SimulatorHost.Part(await Host.ConsentAsync(AuthorizePath, AuthorizeQuery()), "code");
        var token = await Host.GetAsync(TokenPath, TokenQuery(code, "json"));
        var accessToken = Text(token, "access_token");
        var me = await Host.GetAsync("/qq/oauth2.0/me", ("access_token", accessToken), ("unionid", "1"), ("fmt", "json"));
        var profile = await ProfileAsync(accessToken, Text(me, "openid"));

        Assert.That(Text(me, "client_id"), Is.EqualTo(AppId));
        Assert.That(Text(me, "unionid"), Is.Not.Empty);
        Assert.That(profile.GetProperty("ret").GetInt32(), Is.Zero);
        Assert.That(Text(profile, "nickname"), Is.EqualTo("林一"));
        Assert.That(Text(profile, "gender"), Is.EqualTo("女"));
    }

    [Test]
    public async Task Login_WithoutFmt_AnswersFormTextAndJsonp()
    {
        var token = QueryHelpers.ParseQuery(await Host.GetTextAsync(TokenPath, TokenQuery("demo-lin", null)));
        var me = await Host.GetTextAsync("/qq/oauth2.0/me", ("access_token", token["access_token"]));

        Assert.That(token["expires_in"].ToString(), Is.EqualTo("7776000"));
        Assert.That(me, Does.StartWith("callback( {").And.EndWith("} );\n"));
        Assert.That(me, Does.Not.Contain("unionid"));
    }

    [Test]
    public async Task Token_RefusalWithoutFmt_IsJsonp()
    {
        var answer = await Host.GetTextAsync(TokenPath, TokenQuery("made-up", null));

        Assert.That(answer, Is.EqualTo("callback( {\"error\":100019,\"error_description\":\"code to access token error\"} );\n"));
    }

    [TestCase("client_id", null, 100001)]
    [TestCase("client_secret", null, 100002)]
    [TestCase("client_id", "simulated-qq-mini", 100008)]
    [TestCase("client_secret", "wrong", 100009)]
    [TestCase("grant_type", "password", 100004)]
    [TestCase("code", null, 100005)]
    [TestCase("code", "made-up", 100019)]
    [TestCase("redirect_uri", "https://evil.example/", 100010)]
    public async Task Token_WrongParameter_AnswersTheVendorsNumber(string name, string? value, int expected)
    {
        var answer = await Host.GetAsync(TokenPath, SimulatorHost.With(TokenQuery("demo-lin", "json"), name, value));

        Assert.That(answer.GetProperty("error").GetInt32(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Token_CodeUsedBefore_Is100020()
    {
        var code = SimulatorHost.Part(await Host.ConsentAsync(AuthorizePath, AuthorizeQuery()), "code");
        await Host.GetAsync(TokenPath, TokenQuery(code, "json"));

        var again = await Host.GetAsync(TokenPath, TokenQuery(code, "json"));

        Assert.That(again.GetProperty("error").GetInt32(), Is.EqualTo(100020));
    }

    [Test]
    public async Task Token_OtherRedirectUriThanAuthorized_Is100010()
    {
        var code = SimulatorHost.Part(await Host.ConsentAsync(AuthorizePath, AuthorizeQuery()), "code");

        var answer = await Host.GetAsync(
            TokenPath,
            SimulatorHost.With(TokenQuery(code, "json"), "redirect_uri", Host.RedirectUri + "elsewhere")
        );

        Assert.That(answer.GetProperty("error").GetInt32(), Is.EqualTo(100010));
    }

    [Test]
    public async Task Token_MiniProgramCode_IsUnknown()
    {
        var code = (await Host.PhoneAsync("qq", "lin")).GetProperty("code").GetString()!;

        var answer = await Host.GetAsync(TokenPath, TokenQuery(code, "json"));

        Assert.That(answer.GetProperty("error").GetInt32(), Is.EqualTo(100019));
    }

    [TestCase("client_id", "somebody-else")]
    [TestCase("redirect_uri", "https://evil.example/")]
    [TestCase("response_type", null)]
    [TestCase("state", null)]
    public async Task Authorize_WrongParameter_ShowsAnErrorAndNoForm(string name, string? value)
    {
        using var response = await Host.Client.GetAsync(
            SimulatorHost.Address(AuthorizePath, SimulatorHost.With(AuthorizeQuery(), name, value))
        );

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("<form"));
    }

    [Test]
    public async Task Consent_PersonRefuses_TheAppHearsNothing()
    {
        var page = await Host.GetTextAsync(AuthorizePath, AuthorizeQuery());

        using var response = await Host.DecideAsync(SimulatorHost.TicketIn(page), "lin", "refuse");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.Location, Is.Null);
    }

    [Test]
    public async Task Me_WithoutAGoodToken_IsRefused()
    {
        var missing = await Host.GetAsync("/qq/oauth2.0/me", ("fmt", "json"));
        var madeUp = await Host.GetAsync("/qq/oauth2.0/me", ("access_token", "made-up"), ("fmt", "json"));

        Assert.That(missing.GetProperty("error").GetInt32(), Is.EqualTo(100007));
        Assert.That(madeUp.GetProperty("error").GetInt32(), Is.EqualTo(100016));
    }

    [Test]
    public async Task Profile_OtherOpenIdOrNoPermission_IsRefused()
    {
        var token = Text(await Host.GetAsync(TokenPath, TokenQuery("demo-lin", "json")), "access_token");
        var code = SimulatorHost.Part(await Host.ConsentAsync(AuthorizePath, [.. AuthorizeQuery(), ("scope", "list_album")]), "code");
        var limited = Text(await Host.GetAsync(TokenPath, TokenQuery(code, "json")), "access_token");
        var me = await Host.GetAsync("/qq/oauth2.0/me", ("access_token", limited), ("fmt", "json"));

        Assert.That((await ProfileAsync(token, "somebody-else")).GetProperty("ret").GetInt32(), Is.EqualTo(-1));
        Assert.That((await ProfileAsync(limited, Text(me, "openid"))).GetProperty("ret").GetInt32(), Is.EqualTo(100030));
    }

    private (string, string?)[] AuthorizeQuery() =>
        [("response_type", "code"), ("client_id", AppId), ("redirect_uri", Host.RedirectUri), ("state", "s-1")];

    private (string, string?)[] TokenQuery(string code, string? format) =>
        SimulatorHost.With(
            [
                ("grant_type", "authorization_code"),
                ("client_id", AppId),
                ("client_secret", Host.Keys.Secret(SimulatedApp.QqConnect)),
                ("code", code),
                ("redirect_uri", Host.RedirectUri),
                ("fmt", format),
            ],
            "fmt",
            format
        );

    private Task<JsonElement> ProfileAsync(string token, string openId) =>
        Host.GetAsync("/qq/user/get_user_info", ("access_token", token), ("oauth_consumer_key", AppId), ("openid", openId));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
