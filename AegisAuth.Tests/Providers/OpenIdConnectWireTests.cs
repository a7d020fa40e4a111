using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace AegisAuth.Tests.Providers;

/// <summary>OpenID Connect as certified clients do it: the whole program against an authority on a real socket.</summary>
[TestFixture]
internal sealed class OpenIdConnectWireTests
{
    private const string Unavailable = "第三方登录服务暂不可用";
    private const string Refused = "登录凭证无效或已过期";

    private FakeAuthority _authority = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _authority = await FakeAuthority.StartAsync();
        _app = TestApp
            .Create()
            .With("Providers:Google:ClientId", "client")
            .With("Providers:Google:ClientSecret", "se:cret +%")
            .With("Providers:Google:RedirectUri", "https://login.example.com/")
            .With("Providers:Google:Authority", _authority.Address)
            .Start();
        _client = _app.Client();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [TestCase("RS256")]
    [TestCase("PS256")]
    [TestCase("ES256")]
    public async Task Login_AnnouncedAlgorithm_IsTaken(string algorithm)
    {
        _authority.Algorithm = algorithm;
        Assert.That(Code(await LoginAsync()), Is.Zero);
        Assert.That(Asked("/token").Form, Is.EqualTo("client_id client_secret code code_verifier grant_type redirect_uri"));
        Assert.That(_authority.Asked.Select(asked => asked.Path), Has.None.EqualTo("/me"), "the id_token says enough");
    }

    [Test]
    public async Task Login_AlgorithmThatIsNotAnnounced_IsRefused()
    {
        _authority.Algorithm = "PS256";
        _authority.Discovery = document => document["id_token_signing_alg_values_supported"] = new JsonArray("RS256");
        Assert.That(Words(await LoginAsync()), Is.EqualTo(Unavailable));
    }

    [Test]
    public async Task Login_DocumentListsNoPost_SendsTheSecretAsBasic()
    {
        _authority.Discovery = document => document["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic");
        Assert.That(Code(await LoginAsync()), Is.Zero);
        Assert.That(
            Asked("/token"),
            Is.EqualTo(
                (
                    "/token",
                    "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("client:se%3Acret+%2B%25")),
                    "code code_verifier grant_type redirect_uri"
                )
            )
        );
    }

    [Test]
    public async Task Login_ClaimsAreMissing_AreAskedForAtUserinfo()
    {
        _authority.Claims = claims => claims.Remove("name");
        _authority.UserInfo = new JsonObject { ["sub"] = "person-1", ["name"] = "From Userinfo" };
        await LoginAsync();
        Assert.That(Asked("/me").Authorization, Is.EqualTo("Bearer at"));
        Assert.That(await NicknamesAsync(), Does.Contain("From Userinfo"));
    }

    [TestCase("somebody-else")]
    [TestCase(null)]
    public async Task Login_UserinfoFails_LosesItsDecorationOnly(string? subject)
    {
        _authority.Claims = claims => claims.Remove("name");
        _authority.UserInfo = subject is null ? null : new JsonObject { ["sub"] = subject, ["name"] = "From Userinfo" };
        Assert.That(Code(await LoginAsync()), Is.Zero);
        Assert.That(await NicknamesAsync(), Does.Not.Contain("From Userinfo"));
    }

    [Test]
    public async Task Login_ClaimsInTheirRarerForms_AreTaken()
    {
        var now = _app.Time.GetUtcNow().ToUnixTimeSeconds();
        _authority.KeyId = null;
        _authority.Claims = claims =>
        {
            claims["aud"] = new JsonArray("client");
            claims["iat"] = now + 299.5;
            claims["exp"] = now + 3600.25;
            claims["sub"] = "auth0|a person";
        };
        var first = await LoginAsync();
        var second = await LoginAsync();
        Assert.That(Code(first), Is.Zero, first.ToString());
        Assert.That(Id(second), Is.EqualTo(Id(first)));
    }

    [Test]
    public async Task Login_SubjectWithABlankAtItsEnd_IsRefused()
    {
        _authority.Claims = claims => claims["sub"] = "person ";
        Assert.That(Words(await LoginAsync()), Is.EqualTo(Unavailable));
    }

    [Test]
    public async Task Url_DocumentNamesAnotherIssuer_IsRefused()
    {
        _authority.Discovery = document => document["issuer"] = "https://evil.example";
        Assert.That(Words(await _client.GetFromJsonAsync<JsonElement>("/api/google/url")), Is.EqualTo(Unavailable));
    }

    [TestCase("https://evil.example", Refused)]
    [TestCase("own", null)]
    [TestCase("", null)]
    public async Task Login_IssuerOfTheAnswer_IsComparedBeforeTheCodeIsSpent(string issuer, string? words)
    {
        var answer = await LoginAsync(issuer == "own" ? _authority.Address : issuer);
        Assert.That(Code(answer), words is null ? Is.Zero : Is.EqualTo(-1));
        if (words is not null)
        {
            Assert.That(Words(answer), Is.EqualTo(words));
            Assert.That(_authority.Asked.Select(asked => asked.Path), Has.None.EqualTo("/token"));
        }
    }

    [Test]
    public async Task Login_KeyChangedWithinTheFirstMinute_SaysTryAgainAndSucceedsThen()
    {
        Assert.That(Code(await LoginAsync()), Is.Zero);
        _authority.Rotate();
        Assert.That(Words(await LoginAsync()), Is.EqualTo(Unavailable));
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(Code(await LoginAsync()), Is.Zero);
    }

    private async Task<JsonElement> LoginAsync(string? issuer = null)
    {
        var begun = (await _client.GetFromJsonAsync<JsonElement>("/api/google/url")).GetProperty("data");
        var query = QueryHelpers.ParseQuery(new Uri(begun.GetProperty("url").GetString()!).Query);
        _authority.Nonce = query["nonce"].ToString();
        using var response = await _client.PostAsJsonAsync(
            "/api/login",
            new
            {
                platform = "google",
                code = "c",
                state = begun.GetProperty("state").GetString(),
                iss = issuer,
            }
        );
        return await response.JsonAsync();
    }

    private async Task<string> NicknamesAsync()
    {
        await using var connection = _app.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT nickname FROM users";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new StringBuilder();
        while (await reader.ReadAsync())
        {
            names.Append(reader[0]).Append('\n');
        }

        return names.ToString();
    }

    private (string Path, string Authorization, string Form) Asked(string path) => _authority.Asked.Last(asked => asked.Path == path);

    private static int Code(JsonElement answer) => answer.GetProperty("code").GetInt32();

    private static long Id(JsonElement answer) => answer.GetProperty("data").GetProperty("id").GetInt64();

    private static string Words(JsonElement answer) => answer.GetProperty("msg").GetString()!;
}
