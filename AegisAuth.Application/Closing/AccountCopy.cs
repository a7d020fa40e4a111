using AegisAuth.Application.Audit;

namespace AegisAuth.Application.Closing;

/// <summary>All that is held about a user. Times are unix seconds; null stands for never, or for none.</summary>
public sealed record AccountCopy
{
    /// <summary>When the copy was made.</summary>
    public required long MadeTime { get; init; }

    /// <summary>The account itself.</summary>
    public required CopiedAccount Account { get; init; }

    /// <summary>E-mail addresses and phone numbers that are proven.</summary>
    public required IReadOnlyList<CopiedContact> Contacts { get; init; }

    /// <summary>External accounts that log in.</summary>
    public required IReadOnlyList<CopiedLogin> Logins { get; init; }

    /// <summary>Where the account is logged in.</summary>
    public required IReadOnlyList<CopiedSession> Sessions { get; init; }

    /// <summary>The authenticator app; null for none. Its key is a secret and stays here.</summary>
    public required CopiedAuthenticator? Authenticator { get; init; }

    /// <summary>The passkeys. Their keys and what identifies them to a browser stay here.</summary>
    public required IReadOnlyList<CopiedPasskey> Passkeys { get; init; }

    /// <summary>Codes that were sent or handed out and can still be used. The codes themselves are not kept.</summary>
    public required IReadOnlyList<CopiedCode> Codes { get; init; }

    /// <summary>Failed logins that still count.</summary>
    public required long FailedAttempts { get; init; }

    /// <summary>Mails to the user that the mail server has not taken yet.</summary>
    public required long QueuedMails { get; init; }

    /// <summary>
    /// What the user did and what was done to the account, the newest first, 10,000 lines at most. Address and user agent of
    /// another person are left out.
    /// </summary>
    public required IReadOnlyList<AuditLine> Audit { get; init; }
}

/// <summary>The account itself.</summary>
public sealed record CopiedAccount
{
    /// <summary>The number.</summary>
    public required long Id { get; init; }

    /// <summary>The nine-character id.</summary>
    public required string AegisspeedId { get; init; }

    /// <summary>The name to log in with.</summary>
    public required string UserName { get; init; }

    /// <summary>The name to show.</summary>
    public required string Nickname { get; init; }

    /// <summary>The real name.</summary>
    public required string RealName { get; init; }

    /// <summary>The e-mail address, proven or not.</summary>
    public required string Email { get; init; }

    /// <summary>The phone number, proven or not.</summary>
    public required string Phone { get; init; }

    /// <summary>The address of the picture.</summary>
    public required string AvatarUrl { get; init; }

    /// <summary>The resident number, first three and last four characters; a thief of the session must not get it whole.</summary>
    public required string ResidentId { get; init; }

    /// <summary>The role by its Chinese name; empty for an ordinary user.</summary>
    public required string Role { get; init; }

    /// <summary>The organisation.</summary>
    public required long? OrganisationId { get; init; }

    /// <summary>Whether there is a password. Only a digest is kept, and it stays here.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>When the password was set, where that is stored.</summary>
    public required long? PasswordChangedTime { get; init; }

    /// <summary>The number of the user who invited this one, or 0.</summary>
    public required long ParentId { get; init; }

    /// <summary>The group.</summary>
    public required long GroupId { get; init; }

    /// <summary>1 for a retailer.</summary>
    public required int IsRetailer { get; init; }

    /// <summary>The balance, in the smallest unit of the currency.</summary>
    public required long Balance { get; init; }

    /// <summary>What the user has earned by inviting, in the smallest unit of the currency.</summary>
    public required long TotalReward { get; init; }

    /// <summary>The own invitation code.</summary>
    public required string InviteCode { get; init; }

    /// <summary>When the account was made.</summary>
    public required long CreatedTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public required long UpdatedTime { get; init; }

    /// <summary>The last login.</summary>
    public required long? LastLogin { get; init; }

    /// <summary>The end of the membership.</summary>
    public required long? ExpireTime { get; init; }

    /// <summary>Whether the account came with an import.</summary>
    public required bool Imported { get; init; }
}

/// <summary>A proven contact.</summary>
/// <param name="Contact"><c>email:</c> or <c>phone:</c>, and what it is compared by.</param>
/// <param name="VerifiedTime">When it was proven.</param>
public sealed record CopiedContact(string Contact, long VerifiedTime);

/// <summary>An external account that logs in.</summary>
/// <param name="Provider">The platform.</param>
/// <param name="AppId">The application there that vouched.</param>
/// <param name="Subject">Who the user is there.</param>
/// <param name="UnionId">Who the user is to all applications of one owner there.</param>
/// <param name="DisplayName">The name there.</param>
/// <param name="CreatedTime">When it was linked.</param>
/// <param name="LastLogin">When it last logged in.</param>
public sealed record CopiedLogin(
    string Provider,
    string AppId,
    string Subject,
    string? UnionId,
    string DisplayName,
    long CreatedTime,
    long LastLogin
);

/// <summary>A session.</summary>
/// <param name="Id">Its public name.</param>
/// <param name="Surface"><c>admin</c> or <c>site</c>.</param>
/// <param name="Method">How the login was proven.</param>
/// <param name="CreatedTime">When the login happened.</param>
/// <param name="LastSeen">The last use, exact to about a minute.</param>
/// <param name="ExpiresTime">When it ends.</param>
/// <param name="Address">The client's address at login.</param>
/// <param name="UserAgent">The client's user agent at login.</param>
public sealed record CopiedSession(
    string Id,
    string Surface,
    string Method,
    long CreatedTime,
    long LastSeen,
    long ExpiresTime,
    string Address,
    string UserAgent
);

/// <summary>The authenticator app.</summary>
/// <param name="Confirmed">Whether it counts.</param>
/// <param name="CreatedTime">When it was enrolled.</param>
/// <param name="RecoveryCodes">How many recovery codes are left.</param>
public sealed record CopiedAuthenticator(bool Confirmed, long CreatedTime, long RecoveryCodes);

/// <summary>A passkey.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Surface">Where it was added: <c>admin</c> or <c>site</c>.</param>
/// <param name="CreatedTime">When it was added.</param>
/// <param name="LastUsed">When it was last used.</param>
public sealed record CopiedPasskey(string Name, string Surface, long CreatedTime, long LastUsed);

/// <summary>A code that can still be used.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Contact">Where it was sent; empty where it was handed over.</param>
/// <param name="ExpiresTime">When it ends.</param>
public sealed record CopiedCode(string Purpose, string Contact, long ExpiresTime);
