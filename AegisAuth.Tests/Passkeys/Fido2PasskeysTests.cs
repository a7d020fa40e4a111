using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passkeys;
using AegisAuth.Infrastructure.Passkeys;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Passkeys;

/// <summary>The cryptography of passkeys: what authenticators may answer, and what strangers may.</summary>
[TestFixture]
internal sealed class Fido2PasskeysTests
{
    // Tag and length of the sequence and of the two numbers, and the zero before each.
    private const int BytesOfTheFrame = 8;

    private static readonly PasskeyOwner Owner = new(new byte[32], "user", "User");

    private readonly Fido2Passkeys _passkeys = new(
        new FixedHost(PasskeyCalls.PublicUrl),
        Options.Create(new BrandOptions { Name = "Acme" })
    );

    [TestCase(SoftwareAuthenticator.Es256)]
    [TestCase(SoftwareAuthenticator.EdDsa)]
    [TestCase(SoftwareAuthenticator.Rs256)]
    public async Task Verify_EachUsualAlgorithm_IsTaken(int algorithm)
    {
        using var authenticator = new SoftwareAuthenticator(algorithm);
        var stored = await MakeAsync(authenticator);
        var options = _passkeys.Request([stored.CredentialId]);

        var shown = Element(authenticator.Get(Wire(options.ForBrowser)));

        Assert.That(await _passkeys.VerifyAsync(shown, options.Challenge, stored), Is.EqualTo(2));
        Assert.That(await _passkeys.VerifyAsync(shown, new byte[32], stored), Is.Null);
        Assert.That(await _passkeys.VerifyAsync(shown, options.Challenge, stored with { SignCount = 2 }), Is.Null);
    }

    [Test]
    public void Create_Options_NameHostAndBrand()
    {
        var options = _passkeys
            .Create(
                Owner,
                [
                    [1, 2, 3],
                ]
            )
            .ForBrowser;

        Assert.That(options.RelyingParty, Is.EqualTo(new PasskeyRelyingParty("login.example.com", "Acme")));
        Assert.That(options.Excluded, Is.EqualTo(new[] { new PasskeyDescriptor("public-key", "AQID") }));
        Assert.That(options.User.DisplayName, Is.EqualTo("User"));
    }

    [TestCase("https://登录.example", "xn--w2t382c.example", "https://xn--w2t382c.example")]
    [TestCase("https://login.example.com:8443", "login.example.com", "https://login.example.com:8443")]
    [TestCase("https://login.example.com:443/", "login.example.com", "https://login.example.com")]
    public void Read_Origin_IsTheOneThatABrowserWrites(string url, string id, string origin)
    {
        var passkeys = new Fido2Passkeys(new FixedHost(url), Options.Create(new BrandOptions()));
        using var authenticator = new SoftwareAuthenticator { Origin = origin };
        var options = passkeys.Request([]);

        Assert.That(options.ForBrowser.RelyingPartyId, Is.EqualTo(id));
        Assert.That(passkeys.Read(Element(authenticator.Get(Wire(options.ForBrowser)))), Is.Not.Null);
        authenticator.Origin = origin + "/";
        Assert.That(passkeys.Read(Element(authenticator.Get(Wire(options.ForBrowser)))), Is.Null);
    }

    [Test]
    public void Read_TwinInCapitals_DoesNotStandForTheMember()
    {
        using var authenticator = new SoftwareAuthenticator();
        var shown = authenticator.Get(Wire(_passkeys.Request([]).ForBrowser));
        shown["RAWID"] = "AAAA";

        Assert.That(_passkeys.Read(Element(shown))!.CredentialId, Is.EqualTo(authenticator.Id));
    }

    [Test]
    public async Task Verify_EveryByteChangedOrMissing_IsRefusedAndNoFault()
    {
        using var authenticator = new SoftwareAuthenticator();
        var stored = await MakeAsync(authenticator);
        var options = _passkeys.Request([stored.CredentialId]);
        var shown = authenticator.Get(Wire(options.ForBrowser));

        foreach (var member in (string[])["authenticatorData", "clientDataJSON", "userHandle"])
        {
            foreach (var changed in Changed(shown, member))
            {
                Assert.That(await _passkeys.VerifyAsync(changed, options.Challenge, stored), Is.Null, member);
            }
        }

        // The library does not look at all of the frame around the two numbers of a signature; the numbers it does look at.
        var taken = 0;
        foreach (var changed in Changed(shown, "signature"))
        {
            taken += await _passkeys.VerifyAsync(changed, options.Challenge, stored) is null ? 0 : 1;
        }

        Assert.That(taken, Is.LessThan(4 * BytesOfTheFrame));
    }

    [TestCase(SoftwareAuthenticator.Es256)]
    [TestCase(SoftwareAuthenticator.EdDsa)]
    [TestCase(SoftwareAuthenticator.Rs256)]
    public async Task VerifyNew_EveryByteChangedOrMissing_IsNoFault(int algorithm)
    {
        using var authenticator = new SoftwareAuthenticator(algorithm);
        var options = _passkeys.Create(Owner, []);
        var made = authenticator.Create(Wire(options.ForBrowser));
        var refused = 0;

        // A changed credential id or key is another passkey, and no fault either.
        foreach (var changed in Changed(made, "attestationObject").Concat(Changed(made, "clientDataJSON")))
        {
            refused += await _passkeys.VerifyNewAsync(changed, options.Challenge, Owner.Handle) is null ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThan(100));
    }

    private async Task<Passkey> MakeAsync(SoftwareAuthenticator authenticator)
    {
        var options = _passkeys.Create(Owner, []);
        var made = Element(authenticator.Create(Wire(options.ForBrowser)));
        var verified = await _passkeys.VerifyNewAsync(made, options.Challenge, Owner.Handle);
        Assert.That(verified, Is.Not.Null);
        return new Passkey
        {
            CredentialId = verified!.CredentialId,
            UserHandle = Owner.Handle,
            PublicKey = verified.PublicKey,
            SignCount = verified.SignCount,
        };
    }

    private static IEnumerable<JsonElement> Changed(JsonObject answer, string member)
    {
        var bytes = Base64Url.DecodeFromChars(answer["response"]![member]!.GetValue<string>());
        foreach (var at in Enumerable.Range(0, bytes.Length))
        {
            yield return With(bytes[..at]);
            foreach (var mask in (byte[])[0x01, 0x80, 0xff])
            {
                var other = bytes.ToArray();
                other[at] ^= mask;
                yield return With(other);
            }
        }

        JsonElement With(byte[] value)
        {
            var copy = (JsonObject)answer.DeepClone();
            copy["response"]![member] = Base64Url.EncodeToString(value);
            return Element(copy);
        }
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static JsonElement Wire<T>(T options) => JsonSerializer.SerializeToElement(options, JsonSerializerOptions.Web);

    private sealed class FixedHost(string url) : IPasskeyHost
    {
        public Uri Origin { get; } = new(url);
    }
}
