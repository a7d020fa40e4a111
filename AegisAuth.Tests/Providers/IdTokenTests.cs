using System.Buffers.Text;
using System.Text;
using AegisAuth.Infrastructure.Providers.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AegisAuth.Tests.Providers;

public sealed class IdTokenTests
{
    private static readonly OpenIdConnectConfiguration Authority = new()
    {
        JsonWebKeySet = new JsonWebKeySet($$"""{"keys":[{"kty":"RSA","n":"{{Vectors.Jws.Modulus}}","e":"AQAB"}]}"""),
    };

    [Test]
    public async Task IsSignedBy_RfcVector_HoldsAndItsClaimsAreRefused()
    {
        Assert.That(IdToken.TryRead(Vectors.Jws.Token, out var token), Is.True);
        Assert.That(await token!.IsSignedByAsync(token.Candidates(Authority)), Is.True);
        Assert.That(new IdTokenRules("joe", "client", "nonce", null, ProviderHost.NewYear).BrokenBy(token.Claims), Is.EqualTo("aud"));
    }

    [Test]
    public async Task IsSignedBy_OneClaimChanged_Fails()
    {
        var parts = Vectors.Jws.Token.Split('.');
        parts[1] = Encode("""{"iss":"jim"}""");
        Assert.That(IdToken.TryRead(string.Join('.', parts), out var token), Is.True);
        Assert.That(await token!.IsSignedByAsync(token.Candidates(Authority)), Is.False);
    }

    [TestCase("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")]
    [TestCase("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""")]
    [TestCase("""{"kty":"oct","k":"AAAA"}""")]
    [TestCase("""{"kty":"RSA","use":"enc","n":"{n}","e":"AQAB"}""")]
    [TestCase("""{"kty":"RSA","alg":"PS256","n":"{n}","e":"AQAB"}""")]
    [TestCase("""{"kty":"RSA","key_ops":["sign"],"n":"{n}","e":"AQAB"}""")]
    public void Candidates_KeyForSomethingElse_IsNone(string key)
    {
        Assert.That(IdToken.TryRead(Vectors.Jws.Token, out var token), Is.True);
        var authority = new OpenIdConnectConfiguration
        {
            JsonWebKeySet = new JsonWebKeySet($$"""{"keys":[{{key.Replace("{n}", Vectors.Jws.Modulus, StringComparison.Ordinal)}}]}"""),
        };
        Assert.That(token!.Candidates(authority), Is.Empty);
    }

    [TestCase("RS256", 1)]
    [TestCase("PS256", 0)]
    public void Candidates_AlgorithmThatTheAuthorityDoesNotAnnounce_IsNone(string announced, int count)
    {
        Assert.That(IdToken.TryRead(Vectors.Jws.Token, out var token), Is.True);
        var authority = new OpenIdConnectConfiguration { JsonWebKeySet = Authority.JsonWebKeySet };
        authority.IdTokenSigningAlgValuesSupported.Add(announced);
        Assert.That(token!.Candidates(authority), Has.Count.EqualTo(count));
    }

    [TestCase("""{"alg":"none"}""")]
    [TestCase("""{"alg":"HS256"}""")]
    [TestCase("""{"alg":"rs256"}""")]
    [TestCase("""{"alg":"RS512"}""")]
    [TestCase("""{"typ":"JWT"}""")]
    [TestCase("""{"alg":"RS256","alg":"none"}""")]
    [TestCase("""{"alg":"RS256","crit":["b64"],"b64":false}""")]
    [TestCase("""{"alg":"RS256","typ":"at+jwt"}""")]
    [TestCase("[]")]
    public void TryRead_HeaderOtherThanPlain_Refuses(string header) =>
        Assert.That(IdToken.TryRead($"{Encode(header)}.{Encode("{}")}.AAAA", out _), Is.False);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("..")]
    [TestCase("a.b")]
    [TestCase("a.b.c.d")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.e30")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.e30.A+/=")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.WzFd.AAAA")]
    public void TryRead_NoToken_Refuses(string? text) => Assert.That(IdToken.TryRead(text, out _), Is.False);

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
