namespace AegisAuth.Domain;

/// <summary>An account. An admin is a user with a role; every user has an AegisSpeed id.</summary>
public sealed record User
{
    /// <summary>The key: the running number from which the AegisSpeed id of new accounts is made.</summary>
    public long Id { get; init; }

    /// <summary>The nine-character id.</summary>
    public AegisSpeedId AegisSpeedId { get; init; }

    /// <summary>The role, or <see cref="AdminRole.None"/>.</summary>
    public AdminRole Role { get; init; }

    /// <summary>The organisation, where the user belongs to one.</summary>
    public long? OrganisationId { get; init; }

    /// <summary>False: no login succeeds and no session counts.</summary>
    public bool Enabled { get; init; }

    /// <summary>The name to show.</summary>
    public string Nickname { get; init; } = "";

    /// <summary>The name to log in with, as the user wrote it.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The form in which the name is compared.</summary>
    public string UserNameKey => NameKey.Of(UserName);

    /// <summary>A PHC string, or null for an account that has never had a password.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>
    /// How often the password was replaced. A login, a step-up and a change hold only while it is the one they have
    /// checked; an upgraded hash of the same password leaves it.
    /// </summary>
    public long PasswordVersion { get; init; }

    /// <summary>When the password was set, where that is stored; <see cref="PasswordSince"/> decides.</summary>
    public DateTimeOffset? PasswordChangedAt { get; init; }

    /// <summary>
    /// Since when this has been the password; null where there is none. One that was set with the account, imported, or set
    /// before the time was stored counts from when the account was made: it cannot be older.
    /// </summary>
    public DateTimeOffset? PasswordSince => PasswordHash is null ? null : PasswordChangedAt ?? CreatedAt;

    /// <summary>True: a session of this user may change the password and nothing else.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>The resident number as it is stored, encrypted; null where none is known.</summary>
    public string? ProtectedResidentId { get; init; }

    /// <summary>The e-mail address the user gave; proven only where a verified contact says so.</summary>
    public string Email { get; init; } = "";

    /// <summary>The phone number the user gave; proven only where a verified contact says so.</summary>
    public string Phone { get; init; } = "";

    /// <summary>The real name the user gave.</summary>
    public string RealName { get; init; } = "";

    /// <summary>An https address, or empty.</summary>
    public string AvatarUrl { get; init; } = "";

    /// <summary>The user who invited this one, or 0.</summary>
    public long ParentId { get; init; }

    /// <summary>The group, for the product that uses this login service.</summary>
    public long GroupId { get; init; }

    /// <summary>1 for a retailer, else 0.</summary>
    public int IsRetailer { get; init; }

    /// <summary>The balance, in the smallest unit of the currency.</summary>
    public long Balance { get; init; }

    /// <summary>What the user has earned by inviting, in the smallest unit of the currency.</summary>
    public long TotalReward { get; init; }

    /// <summary>What others give at registration to name this user as the one who invited them.</summary>
    public string InviteCode { get; init; } = "";

    /// <summary>The last completed login, where there was one.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>When the membership ends, where it does.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the account is erased, where its owner is closing it; such an account is not <see cref="Enabled"/>.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>True: an administrator has disabled the closing account, and its owner cannot take the closing back.</summary>
    public bool ClosingHeld { get; init; }

    /// <summary>When the account was erased; what is left is its number.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>When the account was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether its owner may take the closing of the account back at this time.</summary>
    public bool CanReopen(DateTimeOffset now) => ClosesAt > now && !ClosingHeld;

    /// <summary>This user as one side of a role decision.</summary>
    public Principal AsPrincipal() => new(Id, Role, OrganisationId);
}
