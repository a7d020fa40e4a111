using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.OAuth2;

/// <summary>What other programs learn about tokens, and how they end them (RFC 7662, RFC 7009, RFC 8414).</summary>
[TestFixture]
internal sealed class IntrospectionTests
{
    private const string Introspect = "/oauth2/introspect";
    private const string Revoke = "/oauth2/revoke";
    private const string Inactive = """{"active":false}""";

    // SHA-256 of "site-only-secret".
    private static readonly string SiteOnlyHash = Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("site-only-secret"))
    );

    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public void Start()
    {
        _app = TestApp.Create().With("ResourceServers:site-only:SecretHashes:0", SiteOnlyHash).Start();
        _client = _app.Client();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Introspect_SiteToken_TellsWhatTheContractSays()
    {
        var token = await _client.SiteTokenAsync();

        var answer = await JsonAsync(Introspect, token);
        var now = _app.Time.GetUtcNow().ToUnixTimeSeconds();

        Assert.That(
            answer.GetRawText(),
            Is.EqualTo(
                $$"""{"active":true,"iss":"{{_app.Address.AbsoluteUri.TrimEnd('/')}}","sub":"ASD000004","aud":"demo","token_type":"Bearer","iat":{{now}},"exp":{{now + 86400}},"auth_time":{{now}},"amr":["pwd"],"scope":"site","username":"user","user_id":4,"role":"","organisation_id":1,"group_id":{{answer.GetProperty("group_id")}}}"""
            )
        );
    }

    [Test]
    public async Task Introspect_AdminToken_TellsRoleAndEndOfTheSecret()
    {
        var token = await _client.AdminTokenAsync(Some.SuperAdmin);
        var before = await JsonAsync(Introspect, token);
        await _client.SecretAsync(token);
        var after = await JsonAsync(Introspect, token);

        Assert.That(before.GetProperty("scope").GetString(), Is.EqualTo("admin"));
        Assert.That(before.GetProperty("role").GetString(), Is.EqualTo("super-admin"));
        Assert.That(before.GetProperty("secret_expires").GetInt64(), Is.Zero);
        Assert.That(after.GetProperty("secret_expires").GetInt64(), Is.EqualTo(_app.Time.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds()));
    }

    [Test]
    public async Task Introspect_ExternalLogin_NamesThePlatform()
    {
        using var login = await _client.PostLoginAsync("""{"platform":"weapp","code":"demo-lin"}""");
        var token = (await login.JsonAsync()).GetProperty("data").GetProperty("token").GetString()!;

        var answer = await JsonAsync(Introspect, token);

        Assert.That(answer.GetProperty("amr")[0].GetString(), Is.EqualTo("weapp"));
    }

    [TestCase("unknown")]
    [TestCase("malformed")]
    [TestCase("revoked")]
    [TestCase("disabled")]
    [TestCase("must change the password")]
    [TestCase("expired")]
    public async Task Introspect_NotAlive_IsAlwaysTheSameBytes(string why)
    {
        var token = await _client.SiteTokenAsync();
        switch (why)
        {
            case "unknown":
                token = "aegis_" + new string('A', 43);
                break;
            case "malformed":
                token = "§ not a token";
                break;
            case "revoked":
                using (await PostAsync(Revoke, token)) { }
                break;
            case "disabled":
                _app.Execute("UPDATE users SET enabled = 0 WHERE id = 4");
                break;
            case "must change the password":
                _app.Execute("UPDATE users SET must_change_password = 1 WHERE id = 4");
                break;
            default:
                _app.Time.Advance(TimeSpan.FromDays(1));
                break;
        }

        using var response = await PostAsync(Introspect, token);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Inactive));
        Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
    }

    [Test]
    public async Task AdminToken_ForASiteProgram_IsNeitherToldNorEnded()
    {
        var token = await _client.AdminTokenAsync(Some.SuperAdmin);

        using var asked = await PostAsync(Introspect, token, "site-only", "site-only-secret");
        using var ended = await PostAsync(Revoke, token, "site-only", "site-only-secret");

        Assert.That(await asked.Content.ReadAsStringAsync(), Is.EqualTo(Inactive));
        Assert.That(ended.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await JsonAsync(Introspect, token)).GetProperty("active").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Revoke_LiveToken_EndsTheLoginAndIsAudited()
    {
        var token = await _client.SiteTokenAsync();

        using var response = await PostAsync(Revoke, token);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
        Assert.That(_app.Rows("SELECT COUNT(*) FROM sessions"), Is.EqualTo((string[])["0"]));
        Assert.That(
            _app.Rows("SELECT reason FROM audit_entries WHERE action = 'token-revoke' AND target = 'ASD000004'"),
            Is.EqualTo((string[])["demo"])
        );
    }

    [TestCase("UPDATE users SET must_change_password = 1")]
    [TestCase("UPDATE users SET enabled = 0")]
    [TestCase("UPDATE users SET role = 0")]
    public async Task Revoke_TokenThatMayNotBeToldNow_IsEndedAllTheSame(string change)
    {
        var token = await _client.AdminTokenAsync(Some.SuperAdmin);
        _app.Execute(change);

        using var asked = await PostAsync(Introspect, token);
        using var ended = await PostAsync(Revoke, token);

        Assert.That(await asked.Content.ReadAsStringAsync(), Is.EqualTo(Inactive));
        Assert.That(ended.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_app.Rows("SELECT COUNT(*) FROM sessions"), Is.EqualTo((string[])["0"]));
    }

    [Test]
    public async Task Revoke_SessionThatMustEnrolAnAuthenticator_IsEnded()
    {
        await using var app = TestApp.Create().With("StepUp:RequireAuthenticator:0", "超级管理员").Start();
        using var client = app.Client();
        var token = await client.AdminTokenAsync(Some.SuperAdmin);

        using var request = new HttpRequestMessage(HttpMethod.Post, Revoke)
        {
            Content = new FormUrlEncodedContent([new("token", token), new("client_id", "demo"), new("client_secret", "demo-secret")]),
        };
        using (await client.SendAsync(request)) { }

        Assert.That(app.Rows("SELECT COUNT(*) FROM sessions"), Is.EqualTo((string[])["0"]));
    }

    [Test]
    public async Task Credentials_InTheForm_AreTakenToo()
    {
        using var response = await SendAsync(Introspect, "token=x&client_id=demo&client_secret=demo-secret", null);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Inactive));
    }

    [TestCase("token=x", "demo:wrong", 401, "invalid_client")]
    [TestCase("token=x", "nobody:demo-secret", 401, "invalid_client")]
    [TestCase("token=x", null, 401, "invalid_client")]
    [TestCase("token=x&client_id=demo", null, 401, "invalid_client")]
    [TestCase("", "demo:demo-secret", 400, "invalid_request")]
    [TestCase("token=", "demo:demo-secret", 400, "invalid_request")]
    [TestCase("token=x&token=y", "demo:demo-secret", 400, "invalid_request")]
    [TestCase("token=x&client_id=demo&client_secret=demo-secret", "demo:demo-secret", 400, "invalid_request")]
    public async Task Introspect_WrongRequest_IsRefusedAsTheRfcSays(string form, string? credentials, int status, string error)
    {
        using var response = await SendAsync(Introspect, form, credentials);
        var answer = await response.JsonAsync();

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(answer.GetProperty("error").GetString(), Is.EqualTo(error));
        Assert.That(
            response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme),
            status == 401 ? Is.EqualTo((string[])["Basic"]) : Is.Empty
        );
    }

    [Test]
    public async Task Introspect_JsonBody_IsInvalidRequest()
    {
        using var response = await _client.PostAsync(Introspect, new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"error":"invalid_request"}"""));
    }

    [Test]
    public async Task Introspect_MediaTypeInCapitals_IsTheSameForm()
    {
        using var body = new StringContent("token=x&client_id=demo&client_secret=demo-secret");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("Application/X-WWW-Form-URLEncoded");
        using var response = await _client.PostAsync(Introspect, body);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Inactive));
    }

    [Test]
    public async Task Introspect_Get_IsNotAllowed()
    {
        using var response = await _client.GetAsync($"{Introspect}?token=x");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(response.Content.Headers.Allow, Is.EqualTo((string[])["POST"]));
    }

    [Test]
    public async Task Introspect_GuessedSecrets_ArePausedAndTheRightOneGoesOn()
    {
        for (var guess = 0; guess < 5; guess++)
        {
            using var wrong = await SendAsync(Introspect, "token=x", $"demo:guess-{guess}");
            Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        }

        using var paused = await SendAsync(Introspect, "token=x", "demo:guess");
        using var right = await SendAsync(Introspect, "token=x", "demo:demo-secret");

        Assert.That(paused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(paused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(await right.Content.ReadAsStringAsync(), Is.EqualTo(Inactive));
    }

    [Test]
    public async Task Metadata_NamesIssuerAndEndpoints()
    {
        await using var app = TestApp.Create().With("Site:PublicUrl", "https://login.example.com/").Start();
        using var client = app.Client();

        var metadata = await client.GetStringAsync("/.well-known/oauth-authorization-server");

        Assert.That(
            metadata,
            Is.EqualTo(
                """{"issuer":"https://login.example.com","introspection_endpoint":"https://login.example.com/oauth2/introspect","introspection_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],"revocation_endpoint":"https://login.example.com/oauth2/revoke","revocation_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],"response_types_supported":[]}"""
            )
        );
    }

    private async Task<JsonElement> JsonAsync(string path, string token)
    {
        using var response = await PostAsync(path, token);
        return await response.JsonAsync();
    }

    private Task<HttpResponseMessage> PostAsync(string path, string token, string name = "demo", string secret = "demo-secret") =>
        SendAsync(path, $"token={Uri.EscapeDataString(token)}&token_type_hint=access_token", $"{name}:{secret}");

    private async Task<HttpResponseMessage> SendAsync(string path, string form, string? credentials)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        if (credentials is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))
            );
        }

        return await _client.SendAsync(request);
    }
}
