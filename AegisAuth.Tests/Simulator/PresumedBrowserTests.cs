using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AegisAuth.Tests.Simulator;

internal sealed class PresumedBrowserTests
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Test]
    public async Task DemonstrationCode_AfterTheUrlCall_CarriesTheNonceOfThatLogin()
    {
        await using var host = await StartAsync();
        var handedOut = await host.Client.GetStringAsync("/api/google/url");

        var (first, answer) = await TokenAsync(host, Verifier);
        var (second, _) = await TokenAsync(host, Verifier);

        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(answer.GetProperty("id_token").GetString()!.Split('.')[1])).RootElement;
        Assert.That(handedOut, Does.Contain("/dev/simulator/google/o/oauth2/v2/auth?"));
        Assert.That(first, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(second, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(claims.GetProperty("nonce").GetString(), Is.EqualTo("n-7"));
        Assert.That(claims.GetProperty("email").GetString(), Is.EqualTo("lin.yi@example.com"));
    }

    [Test]
    public async Task DemonstrationCode_WithoutTheUrlCall_IsInvalidGrant()
    {
        await using var host = await StartAsync();

        var (status, answer) = await TokenAsync(host, Verifier);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.GetProperty("error").GetString(), Is.EqualTo("invalid_grant"));
    }

    [Test]
    public async Task DemonstrationCode_WithTheVerifierOfAnotherLogin_IsInvalidGrant()
    {
        await using var host = await StartAsync();
        await host.Client.GetStringAsync("/api/google/url");

        var other = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var (status, _) = await TokenAsync(host, other);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task DemonstrationCode_TenMinutesAfterTheUrlCall_IsInvalidGrant()
    {
        await using var host = await StartAsync();
        await host.Client.GetStringAsync("/api/google/url");
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        var (status, _) = await TokenAsync(host, Verifier);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("{\"code\":-1,\"msg\":\"off\"}")]
    [TestCase("{\"data\":{\"url\":7}}")]
    public async Task UrlCall_OtherAnswer_ReachesTheClientUnchanged(string answer)
    {
        await using var host = await SimulatorHost.StartAsync(map: app => app.MapGet("/api/google/url", () => answer));

        Assert.That(await host.Client.GetStringAsync("/api/google/url"), Is.EqualTo(answer));
    }

    private static Task<SimulatorHost> StartAsync() =>
        SimulatorHost.StartAsync(map: app =>
            app.MapGet(
                "/api/google/url",
                () =>
                    Results.Json(
                        new
                        {
                            code = 0,
                            msg = "",
                            data = new
                            {
                                state = "demo-state",
                                url = app.Configuration["Providers:Google:Authority"]
                                    + QueryString
                                        .Create(
                                            new Dictionary<string, string?>
                                            {
                                                ["client_id"] = app.Configuration["Providers:Google:ClientId"],
                                                ["redirect_uri"] = app.Configuration["Providers:Google:RedirectUri"],
                                                ["response_type"] = "code",
                                                ["scope"] = "openid email profile",
                                                ["state"] = "demo-state",
                                                ["nonce"] = "n-7",
                                                ["code_challenge"] = Challenge,
                                                ["code_challenge_method"] = "S256",
                                            }
                                        )
                                        .ToString()
                                        .Insert(0, "/o/oauth2/v2/auth"),
                            },
                        }
                    )
            )
        );

    private static async Task<(HttpStatusCode Status, JsonElement SimulatorAnswer)> TokenAsync(SimulatorHost host, string verifier)
    {
        using var form = new FormUrlEncodedContent([
            new("code", "demo-lin"),
            new("client_id", SimulatorKeys.AppId(SimulatedApp.Google)),
            new("client_secret", host.Keys.Secret(SimulatedApp.Google)),
            new("redirect_uri", host.RedirectUri),
            new("grant_type", "authorization_code"),
            new("code_verifier", verifier),
        ]);
        using var response = await host.Client.PostAsync("/dev/simulator/google/token", form);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
