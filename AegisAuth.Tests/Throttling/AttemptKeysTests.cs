using AegisAuth.Application.Throttling;

namespace AegisAuth.Tests.Throttling;

/// <summary>What is counted together, and what apart.</summary>
internal sealed class AttemptKeysTests
{
    [TestCase("198.51.100.7", "198.51.100.7")]
    [TestCase("::ffff:198.51.100.7", "198.51.100.7", Description = "The same client on a socket for both.")]
    [TestCase("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", Description = "One customer has the whole /64.")]
    [TestCase("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [TestCase("unknown", "unknown")]
    [TestCase("", "")]
    public void Network_AnAddress_IsWhatOneCustomerHas(string address, string expected) =>
        Assert.That(AttemptKeys.Network(address), Is.EqualTo(expected));

    [Test]
    public void Of_AnAccount_IsCountedFromAnywhereAndAtItsAddress()
    {
        var keys = AttemptKeySet.Of("ASD000001", "198.51.100.7");

        Assert.That(
            keys.OfAccount,
            Is.EqualTo(
                new[] { (AttemptScope.Account, "account:ASD000001"), (AttemptScope.AccountAtAddress, "pair:ASD000001|198.51.100.7") }
            )
        );
        Assert.That(keys.Address, Is.EqualTo("address:198.51.100.7"));
    }

    [Test]
    public void Of_AProvidersOrAOneTimeCode_IsCountedFromAnywhereOnly()
    {
        foreach (var account in (string[])[AttemptKeys.ExternalCode("qq", "c"), AttemptKeys.OneTimeCode("c")])
        {
            Assert.That(
                AttemptKeySet.Of(account, "198.51.100.7").OfAccount,
                Is.EqualTo(new[] { (AttemptScope.AccountAtAddress, $"pair:{account}|anywhere") })
            );
        }
    }

    [Test]
    public void Of_APhoneNumber_IsOnePairFromAllAddresses()
    {
        var phone = AttemptKeys.Phone("13800138000");

        Assert.That(AttemptKeySet.Of(phone, "198.51.100.7").Pair, Is.EqualTo($"pair:{phone}|anywhere"));
        Assert.That(AttemptKeySet.Of(phone, "198.51.100.7").IsCode, Is.False);
    }

    [Test]
    public void Keys_OfDifferentThings_DifferAndShowNoneOfThem()
    {
        string[] keys =
        [
            AttemptKeys.UnknownAccount("secret-1"),
            AttemptKeys.UnknownAccount("secret-2"),
            AttemptKeys.ExternalCode("qq", "secret-1"),
            AttemptKeys.ExternalCode("weapp", "secret-1"),
            AttemptKeys.OneTimeCode("secret-1"),
            AttemptKeys.Phone("secret-1"),
            AttemptKeys.ResourceServer("secret-1"),
        ];

        Assert.That(keys, Is.Unique);
        Assert.That(keys, Has.None.Contains("secret"));
    }
}
