using System.Text.Json.Nodes;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Infrastructure.Providers.OpenIdConnect;

namespace AegisAuth.Tests.Providers;

public sealed class IdTokenRulesTests
{
    private static readonly long Now = ProviderHost.NewYear.ToUnixTimeSeconds();

    private static readonly IdTokenRules Rules = new(
        "https://accounts.google.com",
        "client",
        "the-nonce",
        Vectors.Hash.AccessToken,
        ProviderHost.NewYear
    );

    [Test]
    public void HashOf_OpenIdVectors_GivesTheirHashes()
    {
        Assert.That(IdTokenRules.HashOf(Vectors.Hash.AccessToken), Is.EqualTo(Vectors.Hash.AtHash));
        Assert.That(IdTokenRules.HashOf(Vectors.Hash.Code), Is.EqualTo(Vectors.Hash.CodeHash));
    }

    [Test]
    public void BrokenBy_GoodClaims_FindsNothing() => Assert.That(BrokenBy(_ => { }), Is.Null);

    [TestCase("iss", "\"accounts.google.com\"", null)]
    [TestCase("iss", "\"http://accounts.google.com\"", "iss")]
    [TestCase("iss", "\"https://accounts.google.com/\"", "iss")]
    [TestCase("iss", "\"https://evil.example\"", "iss")]
    [TestCase("iss", null, "iss")]
    [TestCase("aud", "\"other\"", "aud")]
    [TestCase("aud", null, "aud")]
    [TestCase("aud", "[\"client\"]", null)]
    [TestCase("aud", "[\"client\",\"other\"]", null)]
    [TestCase("aud", "[\"other\"]", "aud")]
    [TestCase("aud", "[]", "aud")]
    [TestCase("aud", "[1,null]", "aud")]
    [TestCase("azp", "\"other\"", "aud")]
    [TestCase("azp", null, null)]
    [TestCase("nonce", "\"another\"", "nonce")]
    [TestCase("nonce", "\"\"", "nonce")]
    [TestCase("nonce", null, "nonce")]
    [TestCase("at_hash", "\"AAAAAAAAAAAAAAAAAAAAAA\"", "at_hash")]
    [TestCase("at_hash", null, null)]
    [TestCase("sub", "\"\"", "sub")]
    [TestCase("sub", null, "sub")]
    [TestCase("exp", "\"soon\"", "exp")]
    [TestCase("exp", null, "exp")]
    [TestCase("iat", null, "iat")]
    public void BrokenBy_OneClaimChanged_NamesIt(string claim, string? json, string? broken) =>
        Assert.That(
            BrokenBy(claims =>
            {
                claims.Remove(claim);
                if (json is not null)
                {
                    claims[claim] = JsonNode.Parse(json);
                }
            }),
            Is.EqualTo(broken)
        );

    [TestCase("[\"client\"]", null)]
    [TestCase("[\"client\",\"other\"]", "aud")]
    public void BrokenBy_ArrayOfAudiencesWithoutAuthorizedParty_IsTakenWhereItNamesUsAlone(string audiences, string? broken) =>
        Assert.That(
            BrokenBy(claims =>
            {
                claims["aud"] = JsonNode.Parse(audiences);
                claims.Remove("azp");
            }),
            Is.EqualTo(broken)
        );

    [TestCase("1767225599.75", "1.7672291995e9", null)]
    [TestCase("1767225599", "1e400", "exp")]
    [TestCase("\"NaN\"", "1767229199", "iat")]
    [TestCase("1767225599", "\"Infinity\"", "exp")]
    public void BrokenBy_FractionalTimes_AreRead(string issued, string expires, string? broken) =>
        Assert.That(
            BrokenBy(claims =>
            {
                claims["iat"] = JsonNode.Parse(issued);
                claims["exp"] = JsonNode.Parse(expires);
            }),
            Is.EqualTo(broken)
        );

    [Test]
    public void BrokenBy_HashWithoutAccessToken_NamesIt() =>
        Assert.That((Rules with { AccessToken = null }).BrokenBy(Read(Claims())), Is.EqualTo("at_hash"));

    [Test]
    public void BrokenBy_OtherAuthority_TakesItsExactIssuerOnly()
    {
        var rules = Rules with { Issuer = "http://localhost:5080/dev/google" };
        var claims = Claims();
        Assert.That(rules.BrokenBy(Read(claims)), Is.EqualTo("iss"));
        claims["iss"] = "http://localhost:5080/dev/google";
        Assert.That(rules.BrokenBy(Read(claims)), Is.Null);
    }

    [TestCase(-10, 3590, null)]
    [TestCase(-3600, 0, null)]
    [TestCase(-3899, -299, null)]
    [TestCase(-3900, -300, "exp")]
    [TestCase(300, 3900, null)]
    [TestCase(301, 3901, "iat")]
    [TestCase(0, 86_400, null)]
    [TestCase(0, 86_701, "exp")]
    [TestCase(-1000, 86_000, "iat")]
    [TestCase(10, 10, "iat")]
    [TestCase(20, 10, "iat")]
    public void BrokenBy_Times_AreHeldToTheClock(int issued, int expires, string? broken) =>
        Assert.That(
            BrokenBy(claims =>
            {
                claims["iat"] = Now + issued;
                claims["exp"] = Now + expires;
            }),
            Is.EqualTo(broken)
        );

    private static string? BrokenBy(Action<JsonObject> change)
    {
        var claims = Claims();
        change(claims);
        return Rules.BrokenBy(Read(claims));
    }

    private static LenientJson Read(JsonObject claims)
    {
        Assert.That(LenientJson.TryParse(claims.ToJsonString(), out var json), Is.True);
        return json!;
    }

    private static JsonObject Claims() =>
        new()
        {
            ["iss"] = "https://accounts.google.com",
            ["aud"] = "client",
            ["azp"] = "client",
            ["sub"] = "1",
            ["nonce"] = "the-nonce",
            ["at_hash"] = Vectors.Hash.AtHash,
            ["iat"] = Now - 1,
            ["exp"] = Now + 3599,
        };
}
