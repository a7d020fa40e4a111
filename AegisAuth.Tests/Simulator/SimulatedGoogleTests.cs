using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AegisAuth.Api.Simulator;

namespace AegisAuth.Tests.Simulator;

internal sealed class SimulatedGoogleTests : SimulatorTests
{
    private const string AuthorizePath = "/google/o/oauth2/v2/auth";

    // RFC 7636, appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static string ClientId => SimulatorKeys.AppId(SimulatedApp.Google);

    private string Issuer => new Uri(Host.Client.BaseAddress!, "/dev/simulator/google").AbsoluteUri;

    [Test]
    public async Task Discovery_NamesItsOwnIssuerAndEndpoints()
    {
        var document = await Host.GetAsync("/google/.well-known/openid-configuration");

        Assert.That(Text(document, "issuer"), Is.EqualTo(Issuer).And.EqualTo(Host.Configuration["Providers:Google:Authority"]));
        Assert.That(Text(document, "authorization_endpoint"), Is.EqualTo(Issuer + "/o/oauth2/v2/auth"));
        Assert.That(Text(document, "token_endpoint"), Is.EqualTo(Issuer + "/token"));
    }

    [TestCase("lin", true)]
    [TestCase("wang", false)]
    public async Task Login_PersonAgrees_GivesASignedIdToken(string person, bool verified)
    {
        var callback = await Host.ConsentAsync(AuthorizePath, AuthorizeQuery(), person);
        var (status, answer) = await TokenAsync(TokenForm(SimulatorHost.Part(callback, "code")));
        var claims = await VerifiedClaimsAsync(Text(answer, "id_token"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(SimulatorHost.Part(callback, "state"), Is.EqualTo("s-1"));
        Assert.That(SimulatorHost.Part(callback, "code"), Does.Contain("/"));
        Assert.That(Text(claims, "iss"), Is.EqualTo(Issuer));
        Assert.That(Text(claims, "aud"), Is.EqualTo(ClientId));
        Assert.That(Text(claims, "azp"), Is.EqualTo(ClientId));
        Assert.That(Text(claims, "nonce"), Is.EqualTo("n-1"));
        Assert.That(Text(claims, "sub"), Does.Match("^1[0-9]{20}$"));
        Assert.That(claims.GetProperty("email_verified").GetBoolean(), Is.EqualTo(verified));
        Assert.That(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), Is.EqualTo(3600));
        var half = SHA256.HashData(Encoding.ASCII.GetBytes(Text(answer, "access_token")))[..16];
        Assert.That(Text(claims, "at_hash"), Is.EqualTo(Base64Url.EncodeToString(half)));
    }

    [Test]
    public async Task UserInfo_WithTheToken_TellsTheSamePerson()
    {
        var (_, answer) = await TokenAsync(TokenForm(await CodeAsync()));
        var claims = await VerifiedClaimsAsync(Text(answer, "id_token"));

        Assert.That(Text(await UserInfoAsync(Text(answer, "access_token")), "sub"), Is.EqualTo(Text(claims, "sub")));
        Assert.That(Text(await UserInfoAsync("made-up"), "error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task Authorize_WithoutNonce_GivesATokenWithoutNonce()
    {
        var callback = await Host.ConsentAsync(AuthorizePath, SimulatorHost.With(AuthorizeQuery(), "nonce", null));
        var (_, answer) = await TokenAsync(TokenForm(SimulatorHost.Part(callback, "code")));

        Assert.That((await VerifiedClaimsAsync(Text(answer, "id_token"))).TryGetProperty("nonce", out _), Is.False);
    }

    [Test]
    public async Task Consent_PersonRefuses_IsAccessDenied()
    {
        var callback = await Host.ConsentAsync(AuthorizePath, AuthorizeQuery(), decision: "refuse");

        Assert.That(SimulatorHost.Part(callback, "error"), Is.EqualTo("access_denied"));
        Assert.That(SimulatorHost.Part(callback, "state"), Is.EqualTo("s-1"));
        Assert.That(SimulatorHost.Part(callback, "code"), Is.Empty);
    }

    [TestCase("client_id", "somebody-else", "invalid_client")]
    [TestCase("redirect_uri", "https://evil.example/", "redirect_uri_mismatch")]
    [TestCase("redirect_uri", null, "redirect_uri_mismatch")]
    [TestCase("response_type", "token", "invalid_request")]
    [TestCase("scope", null, "invalid_request")]
    [TestCase("code_challenge", null, "invalid_request")]
    [TestCase("code_challenge_method", "plain", "invalid_request")]
    public async Task Authorize_WrongParameter_ShowsAnErrorAndNoForm(string name, string? value, string expected)
    {
        using var response = await Host.Client.GetAsync(
            SimulatorHost.Address(AuthorizePath, SimulatorHost.With(AuthorizeQuery(), name, value))
        );
        var page = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page, Does.Contain(expected).And.Not.Contain("<form"));
    }

    [TestCase("client_secret", "wrong", 401, "invalid_client")]
    [TestCase("client_id", "somebody-else", 401, "invalid_client")]
    [TestCase("grant_type", "password", 400, "unsupported_grant_type")]
    [TestCase("grant_type", null, 400, "invalid_request")]
    [TestCase("code", null, 400, "invalid_request")]
    [TestCase("code", "4/made-up", 400, "invalid_grant")]
    [TestCase("redirect_uri", "http://127.0.0.1/elsewhere", 400, "redirect_uri_mismatch")]
    [TestCase("code_verifier", null, 400, "invalid_grant")]
    [TestCase("code_verifier", "another-verifier-of-43-characters-and-more-xx", 400, "invalid_grant")]
    public async Task Token_WrongParameter_IsRefused(string name, string? value, int expectedStatus, string expected)
    {
        var form = SimulatorHost.With(TokenForm(await CodeAsync()), name, value);

        var (status, answer) = await TokenAsync(form);

        Assert.That((int)status, Is.EqualTo(expectedStatus));
        Assert.That(Text(answer, "error"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Token_CodeUsedBefore_IsInvalidGrant()
    {
        var form = TokenForm(await CodeAsync());
        await TokenAsync(form);

        var (_, again) = await TokenAsync(form);

        Assert.That(Text(again, "error"), Is.EqualTo("invalid_grant"));
    }

    [Test]
    public async Task Token_ClientInTheHeader_IsTaken()
    {
        var form = TokenForm(await CodeAsync()).Where(pair => pair.Item1 is not "client_id" and not "client_secret");
        var basic = $"{ClientId}:{Host.Keys.Secret(SimulatedApp.Google)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/dev/simulator/google/token")
        {
            Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2!))),
            Headers = { Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic))) },
        };

        using var response = await Host.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private (string, string?)[] AuthorizeQuery() =>
        [
            ("client_id", ClientId),
            ("redirect_uri", Host.RedirectUri),
            ("response_type", "code"),
            ("scope", "openid email profile"),
            ("state", "s-1"),
            ("nonce", "n-1"),
            ("code_challenge", Challenge),
            ("code_challenge_method", "S256"),
        ];

    private (string, string?)[] TokenForm(string code) =>
        [
            ("code", code),
            ("client_id", ClientId),
            ("client_secret", Host.Keys.Secret(SimulatedApp.Google)),
            ("redirect_uri", Host.RedirectUri),
            ("grant_type", "authorization_code"),
            ("code_verifier", Verifier),
        ];

    private async Task<string> CodeAsync() => SimulatorHost.Part(await Host.ConsentAsync(AuthorizePath, AuthorizeQuery()), "code");

    private async Task<(HttpStatusCode Status, JsonElement SimulatorAnswer)> TokenAsync((string, string?)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2!)));
        using var response = await Host.Client.PostAsync("/dev/simulator/google/token", content);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private async Task<JsonElement> UserInfoAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/simulator/google/v1/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Host.Client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private async Task<JsonElement> VerifiedClaimsAsync(string token)
    {
        var parts = token.Split('.');
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        var keys = await Host.GetAsync("/google/oauth2/v3/certs");
        var key = keys.GetProperty("keys").EnumerateArray().Single(key => Text(key, "kid") == Text(header, "kid"));
        using var rsa = RSA.Create(
            new RSAParameters { Modulus = Base64Url.DecodeFromChars(Text(key, "n")), Exponent = Base64Url.DecodeFromChars(Text(key, "e")) }
        );
        Assert.That(Text(header, "alg"), Is.EqualTo("RS256"));
        Assert.That(
            rsa.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            ),
            Is.True
        );
        return JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
