using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Infrastructure.Providers.OpenIdConnect;

namespace AegisAuth.Tests.Providers;

public sealed class SignedTokenTests
{
    private static readonly RSAParameters Key = new() { Modulus = Base64Url.DecodeFromChars(Vectors.Jws.Modulus), Exponent = [1, 0, 1] };

    [Test]
    public void IsSignedBy_RfcVector_HoldsAndItsClaimsAreRefused()
    {
        Assert.That(SignedToken.TryRead(Vectors.Jws.Token, out var token), Is.True);
        Assert.That(token!.IsSignedBy(Key), Is.True);
        Assert.That(new IdTokenRules("joe", "client", "nonce", null, ProviderHost.NewYear).BrokenBy(token.Claims), Is.EqualTo("aud"));
    }

    [Test]
    public void IsSignedBy_OneClaimChanged_Fails()
    {
        var parts = Vectors.Jws.Token.Split('.');
        parts[1] = Encode("""{"iss":"jim"}""");
        Assert.That(SignedToken.TryRead(string.Join('.', parts), out var token), Is.True);
        Assert.That(token!.IsSignedBy(Key), Is.False);
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
    public void TryRead_HeaderOtherThanPlainRs256_Refuses(string header) =>
        Assert.That(SignedToken.TryRead($"{Encode(header)}.{Encode("{}")}.AAAA", out _), Is.False);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("..")]
    [TestCase("a.b")]
    [TestCase("a.b.c.d")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.e30")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.e30.A+/=")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.WzFd.AAAA")]
    public void TryRead_NoToken_Refuses(string? text) => Assert.That(SignedToken.TryRead(text, out _), Is.False);

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
