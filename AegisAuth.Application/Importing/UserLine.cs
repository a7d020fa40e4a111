using System.Text.Json;
using System.Text.Json.Serialization;
using AegisAuth.Application.Common;

namespace AegisAuth.Application.Importing;

/// <summary>A user as one line of JSON: what an import reads and an export writes. Times are unix seconds.</summary>
public sealed class UserLine
{
    /// <summary>The user's number; kept when it is free.</summary>
    public long? Id { get; init; }

    /// <summary>The nine-character id; made from a number when absent.</summary>
    [JsonPropertyName("aegisspeed_id")]
    public string? AegisSpeedId { get; init; }

    /// <summary>The name to log in with; made up when absent.</summary>
    public string? UserName { get; init; }

    /// <summary>The name to show; the user name when absent.</summary>
    public string? Nickname { get; init; }

    /// <summary>The real name.</summary>
    public string? RealName { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the user has proven the address, and so may log in with it.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool? EmailVerified { get; init; }

    /// <summary>The phone number.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Phone { get; init; }

    /// <summary>Whether the user has proven the number, and so may log in with it.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool? PhoneVerified { get; init; }

    /// <summary>A hash of one of the known forms; absent for a user without a password.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>False: no login succeeds. True when absent.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool? Enabled { get; init; }

    /// <summary>The organisation, from 1.</summary>
    public long? OrganisationId { get; init; }

    /// <summary>The group; the one of every new account when absent.</summary>
    public long? GroupId { get; init; }

    /// <summary>The number of the user who invited this one, as the file counts: the line of that user may come later.</summary>
    public long? ParentId { get; init; }

    /// <summary>What others give to name this user as the one who invited them; drawn when absent.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? InviteCode { get; init; }

    /// <summary>1 for a retailer, else 0.</summary>
    [JsonConverter(typeof(NumberFlagConverter))]
    public bool? IsRetailer { get; init; }

    /// <summary>The balance, in the smallest unit of the currency.</summary>
    public long? Balance { get; init; }

    /// <summary>What the user has earned by inviting, in the smallest unit of the currency.</summary>
    public long? TotalReward { get; init; }

    /// <summary>When the account was made.</summary>
    public long? CreatedTime { get; init; }

    /// <summary>The role by its Chinese name; absent or empty for an ordinary user.</summary>
    public string? Role { get; init; }

    /// <summary>The external accounts that log the user in.</summary>
    public IReadOnlyList<IdentityLine>? Identities { get; init; }

    /// <summary>What else the line has: not read, and told at the end, since it may be a name with a slip in it.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Keeps the person out of logs.</summary>
    public override string ToString() => nameof(UserLine);
}

/// <summary>An external account of a user.</summary>
public sealed class IdentityLine
{
    /// <summary>The platform, such as <c>weapp</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The id of the app at the provider that the subject belongs to.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? AppId { get; init; }

    /// <summary>The provider's id for the person.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Subject { get; init; }

    /// <summary>The id that joins one developer's apps, where there is one.</summary>
    public string? UnionId { get; init; }
}
