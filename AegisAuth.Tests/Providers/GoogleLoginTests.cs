using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers.OpenIdConnect;

namespace AegisAuth.Tests.Providers;

public sealed class GoogleLoginTests
{
    private const string Discovery = "https://accounts.google.com/.well-known/openid-configuration";
    private const string Keys = "https://www.googleapis.com/oauth2/v3/certs";
    private const string Token = "https://oauth2.googleapis.com/token";
    private const string Nonce = "n-0S6_WzA2Mj";

    private CannedReplies _provider = null!;
    private ProviderHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _provider = CannedReplies.Of("google");
        _host = ProviderHost.Of("google", _provider);
    }

    [TearDown]
    public void TearDown()
    {
        _host.Dispose();
        _provider.Dispose();
    }

    [Test]
    public async Task AuthorizeUrlAsync_Always_HasChallengeNonceAndState() =>
        Assert.That(
            await _host.AuthorizeUrlAsync("google"),
            Is.EqualTo(
                "https://accounts.google.com/o/oauth2/v2/auth?client_id=client.apps.googleusercontent.com&redirect_uri=https%3A%2F%2Flogin.example.com%2F&response_type=code&scope=openid%20email%20profile&state=st%20ate%2F1&nonce=n-0S6_WzA2Mj&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
            )
        );

    [Test]
    public async Task IdentifyAsync_GoodCode_SendsTheVerifierAndNamesThePerson() =>
        Assert.That(
            AnswerAssert.Person(await LoginAsync("4/good")),
            Is.EqualTo(
                new ProviderIdentity
                {
                    Subject = "110169484474386276334",
                    Email = "person@gmail.com",
                    EmailVerified = true,
                    EmailAuthoritative = true,
                    DisplayName = "A Person",
                    AvatarUrl = "https://lh3.googleusercontent.com/a/1=s96-c",
                }
            )
        );

    [Test]
    public async Task IdentifyAsync_ShortIssuerAndVerifiedAsText_AreTaken() =>
        Assert.That(AnswerAssert.Person(await LoginAsync("short-issuer")).EmailVerified, Is.True);

    [Test]
    public async Task IdentifyAsync_NoWordAboutTheAddress_CountsAsUnverified()
    {
        var person = AnswerAssert.Person(await LoginAsync("no-verified"));
        Assert.That(person.Email, Is.EqualTo("person@gmail.com"));
        Assert.That(person.EmailVerified, Is.False);
    }

    [TestCase("used", AuthError.CodeRefused, "invalid_grant")]
    [TestCase("wrong-secret", AuthError.ProviderUnavailable, "invalid_client")]
    [TestCase("no-id-token", AuthError.ProviderUnavailable, "id_token")]
    public async Task IdentifyAsync_VendorError_RefusesWithItsWord(string code, AuthError error, string word) =>
        AnswerAssert.Refused(await LoginAsync(code), error, word);

    [TestCase(null, Vectors.Pkce.Verifier)]
    [TestCase("", Vectors.Pkce.Verifier)]
    [TestCase(Nonce, null)]
    public async Task IdentifyAsync_WithoutNonceOrVerifier_RefusesBeforeSpendingTheCode(string? nonce, string? verifier)
    {
        var answer = await _host.LoginAsync(
            "google",
            new ProviderCredential
            {
                Code = "4/good",
                Nonce = nonce,
                CodeVerifier = verifier,
            }
        );
        AnswerAssert.Refused(answer, AuthError.CodeRefused, "no-state");
        Assert.That(_provider.Asked, Is.Empty);
    }

    [Test]
    public async Task IdentifyAsync_NonceOfAnotherLogin_Refuses() =>
        AnswerAssert.Refused(
            await _host.LoginAsync("google", Login("4/good") with { Nonce = "another" }),
            AuthError.CodeRefused,
            "id_token-nonce"
        );

    [Test]
    public async Task IdentifyAsync_ExpiredToken_Refuses()
    {
        _host.Clock.Advance(TimeSpan.FromHours(2));
        AnswerAssert.Refused(await LoginAsync("4/good"), AuthError.CodeRefused, "id_token-exp");
    }

    [Test]
    public async Task IdentifyAsync_TokenSignedByAnotherKey_Refuses()
    {
        using var other = RSA.Create(2048);
        _provider.With(TokenReply("forged", other, "test-1"));
        AnswerAssert.Refused(await LoginAsync("forged"), AuthError.CodeRefused, "id_token-signature");
    }

    [Test]
    public async Task IdentifyAsync_UnknownKey_LooksForNewKeysOnceAMinute()
    {
        using var next = RSA.Create(2048);
        _provider.With(TokenReply("rotated", next, "test-2"));
        AnswerAssert.Person(await LoginAsync("4/good"));
        AnswerAssert.Refused(await LoginAsync("rotated"), AuthError.ProviderUnavailable, "jwks-unknown-key");
        Assert.That(_provider.Asked.Count(address => address == Keys), Is.EqualTo(1), "the keys are younger than a minute: try again");

        _host.Clock.Advance(AuthorityDocuments.RefreshFloor);
        AnswerAssert.Refused(await LoginAsync("rotated"), AuthError.CodeRefused, "id_token-signature");
        AnswerAssert.Refused(await LoginAsync("rotated"), AuthError.ProviderUnavailable, "jwks-unknown-key");
        Assert.That(_provider.Asked.Count(address => address == Keys), Is.EqualTo(2), "one look, and then a minute of rest");

        _provider.Without(Keys).With(new { url = Keys, reply = new { keys = new[] { Jwk(next, "test-2") } } });
        _host.Clock.Advance(AuthorityDocuments.RefreshFloor);
        AnswerAssert.Person(await LoginAsync("rotated"));
    }

    [Test]
    public async Task IdentifyAsync_ManyLogins_FetchDiscoveryAndKeysOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LoginAsync("4/good")));
        Assert.That(_provider.Asked.Count(address => address == Discovery), Is.EqualTo(1));
        Assert.That(_provider.Asked.Count(address => address == Keys), Is.EqualTo(1));
    }

    [Test]
    public async Task IdentifyAsync_DiscoveryFails_RefusesAndLeavesItAloneForTenSeconds()
    {
        _provider
            .Without(Discovery)
            .With(
                new
                {
                    url = Discovery,
                    status = 404,
                    reply = "gone",
                }
            );
        AnswerAssert.Refused(await LoginAsync("4/good"), AuthError.ProviderUnavailable, "discovery");
        AnswerAssert.Refused(await LoginAsync("4/good"), AuthError.ProviderUnavailable, "discovery");
        Assert.That(await _host.AuthorizeUrlAsync("google"), Is.EqualTo(nameof(AuthError.ProviderUnavailable)));
        Assert.That(_provider.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task IdentifyAsync_DiscoveryFailsLater_GoesOnWithTheLastOneForADay()
    {
        AnswerAssert.Person(await LoginAsync("4/good"));
        _provider
            .Without(Discovery)
            .With(
                new
                {
                    url = Discovery,
                    status = 404,
                    reply = "gone",
                }
            );
        _host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await _host.AuthorizeUrlAsync("google"), Does.StartWith("https://accounts.google.com/"));
        _host.Clock.Advance(TimeSpan.FromHours(22));
        Assert.That(await _host.AuthorizeUrlAsync("google"), Is.EqualTo(nameof(AuthError.ProviderUnavailable)));
    }

    [TestCase("token_endpoint", "http://oauth2.example.com/token")]
    [TestCase("jwks_uri", "ftp://www.googleapis.com/certs")]
    [TestCase("authorization_endpoint", "javascript:alert(1)")]
    [TestCase("issuer", "")]
    public async Task IdentifyAsync_DiscoveryNamesAnUnsafePlace_Refuses(string member, string address)
    {
        var document = new JsonObject
        {
            ["issuer"] = "https://accounts.google.com",
            ["authorization_endpoint"] = "https://accounts.google.com/o/oauth2/v2/auth",
            ["token_endpoint"] = Token,
            ["jwks_uri"] = Keys,
        };
        document[member] = address;
        _provider.Without(Discovery).With(new { url = Discovery, reply = document });
        AnswerAssert.Refused(await LoginAsync("4/good"), AuthError.ProviderUnavailable, "discovery");
    }

    [Test]
    public async Task IdentifyAsync_OtherAuthority_TakesEverythingFromItsDocument()
    {
        using var key = RSA.Create(2048);
        const string Authority = "http://127.0.0.1:5080/dev/google";
        var provider = CannedReplies
            .Of("google")
            .With(
                new
                {
                    url = Authority + "/.well-known/openid-configuration",
                    reply = new
                    {
                        issuer = Authority,
                        authorization_endpoint = Authority + "/page?x=1",
                        token_endpoint = Authority + "/token",
                        jwks_uri = Authority + "/keys",
                    },
                }
            )
            .With(new { url = Authority + "/keys", reply = new { keys = new[] { Jwk(key, "k") } } })
            .With(TokenReply("good", key, "k", Authority, Authority + "/token"));
        using var host = ProviderHost.Of("google", provider, null, ("Providers:Google:Authority", Authority));
        AnswerAssert.Person(await host.LoginAsync("google", Login("good")));
        Assert.That(await host.AuthorizeUrlAsync("google"), Does.StartWith(Authority + "/page?x=1&client_id="));
    }

    private Task<ProviderResult> LoginAsync(string code) => _host.LoginAsync("google", Login(code));

    private static ProviderCredential Login(string code) =>
        new()
        {
            Code = code,
            Nonce = Nonce,
            CodeVerifier = Vectors.Pkce.Verifier,
        };

    private static object TokenReply(string code, RSA key, string keyId, string issuer = "https://accounts.google.com", string url = Token)
    {
        var now = ProviderHost.NewYear.ToUnixTimeSeconds();
        var text =
            Encode(new JsonObject { ["alg"] = "RS256", ["kid"] = keyId })
            + "."
            + Encode(
                new JsonObject
                {
                    ["iss"] = issuer,
                    ["aud"] = "client.apps.googleusercontent.com",
                    ["sub"] = "1",
                    ["nonce"] = Nonce,
                    ["iat"] = now,
                    ["exp"] = now + 3600,
                }
            );
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new
        {
            method = "POST",
            url,
            form_has = new { code, code_verifier = Vectors.Pkce.Verifier },
            reply = new { access_token = "at", id_token = text + "." + Base64Url.EncodeToString(signature) },
        };
    }

    private static object Jwk(RSA key, string id) =>
        new
        {
            kty = "RSA",
            kid = id,
            n = Base64Url.EncodeToString(key.ExportParameters(false).Modulus),
            e = "AQAB",
        };

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
