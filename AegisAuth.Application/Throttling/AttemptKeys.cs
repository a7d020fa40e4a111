using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Domain;

namespace AegisAuth.Application.Throttling;

/// <summary>How accounts and addresses are named in the counts.</summary>
public static class AttemptKeys
{
    private const int Ipv6NetworkBytes = 8;

    /// <summary>An account that exists, whatever name it was called by.</summary>
    public static string Account(AegisSpeedId id) => id.ToString();

    /// <summary>A name that no user has. It is counted like a real one, so that a pause does not tell.</summary>
    public static string UnknownAccount(string name) => "?" + HashOf(name);

    /// <summary>A provider's code, before its user is known: each is counted for itself, and for the address.</summary>
    public static string ExternalCode(string platform, string code) => $"{CodePrefix}{platform}:{HashOf(code)}";

    /// <summary>A code of a message or of an administrator, before its user is known.</summary>
    public static string OneTimeCode(string code) => $"{CodePrefix}one-time:{HashOf(code)}";

    /// <summary>What the keys of codes begin with.</summary>
    internal const string CodePrefix = "code:";

    /// <summary>
    /// A phone number whose code is tried: counted from anywhere alike, because six digits can be guessed from many
    /// addresses.
    /// </summary>
    public static string Phone(string contact) => PhonePrefix + HashOf(contact);

    /// <summary>What the keys of phone numbers begin with.</summary>
    internal const string PhonePrefix = "phone:";

    /// <summary>A program that asks about tokens, whether its name is known or not.</summary>
    public static string ResourceServer(string name) => $"client:{HashOf(name)}";

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>An address as the throttle counts it: IPv4 whole, IPv6 by its /64, which is what one customer gets.</summary>
    public static string Network(string address)
    {
        if (!IPAddress.TryParse(address, out var ip))
        {
            return address;
        }

        if (ip.IsIPv4MappedToIPv6)
        {
            return ip.MapToIPv4().ToString();
        }

        if (ip.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return ip.ToString();
        }

        var bytes = ip.GetAddressBytes();
        Array.Clear(bytes, Ipv6NetworkBytes, bytes.Length - Ipv6NetworkBytes);
        return new IPAddress(bytes) + "/64";
    }
}

/// <summary>The keys of the counts that one attempt is counted in.</summary>
/// <param name="Pair">The account from this address; from anywhere, where one address says nothing.</param>
/// <param name="Account">The account from anywhere.</param>
/// <param name="Address">The address, whatever the account; the first of its slots.</param>
public sealed record AttemptKeySet(string Pair, string Account, string Address)
{
    /// <summary>The keys of an attempt on this account from this network.</summary>
    public static AttemptKeySet Of(string account, string network)
    {
        var isCode = account.StartsWith(AttemptKeys.CodePrefix, StringComparison.Ordinal);
        var fromAnywhere = isCode || account.StartsWith(AttemptKeys.PhonePrefix, StringComparison.Ordinal);
        var pair = $"{PairsOf(account)}|{(fromAnywhere ? "anywhere" : network)}";
        return new AttemptKeySet(pair, AccountOf(account), $"address:{network}") { IsCode = isCode };
    }

    /// <summary>
    /// Whether the account is a code. It is used once and has no owner whom a pause would hurt: its strictest count is that from
    /// anywhere, and a second one would say the same later.
    /// </summary>
    public bool IsCode { get; private init; }

    /// <summary>The key of an account from anywhere.</summary>
    public static string AccountOf(string account) => $"account:{account}";

    /// <summary>What the keys of an account at single addresses begin with; a <c>|</c> follows.</summary>
    public static string PairsOf(string account) => $"pair:{account}";

    /// <summary>The rows of the account, in the order in which they are locked.</summary>
    public IReadOnlyList<(AttemptScope Scope, string Key)> OfAccount =>
        IsCode ? [(AttemptScope.AccountAtAddress, Pair)] : [(AttemptScope.Account, Account), (AttemptScope.AccountAtAddress, Pair)];

    /// <summary>The slots of the address, of which there are so many, in the order in which they are locked.</summary>
    public IReadOnlyList<string> OfAddress(int slots) => AddressSlots.KeysOf(Address, slots);
}
