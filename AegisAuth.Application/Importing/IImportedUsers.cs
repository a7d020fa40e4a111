using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>What an import asks of the database beside what every way to an account asks.</summary>
public interface IImportedUsers
{
    /// <summary>The accounts that have something a line names, each with what it is; the inviter among them.</summary>
    Task<IReadOnlyList<KeyOwner>> FindOwnersAsync(LineKeys keys, CancellationToken cancellationToken);

    /// <summary>Sees to it that no new account gets a number up to this one.</summary>
    Task RaiseNumberAsync(long atLeast, CancellationToken cancellationToken);

    /// <summary>Notes which line an account was made from, so that the line is known again.</summary>
    Task NoteLineAsync(long userId, byte[] digest, CancellationToken cancellationToken);

    /// <summary>Corrects the inviter that the import itself has set. False when it is <paramref name="from"/> no more.</summary>
    Task<bool> TrySetParentAsync(long userId, long from, long to, CancellationToken cancellationToken);
}

/// <summary>What can belong to one account only.</summary>
public static class LineKeyNames
{
    /// <summary>The number.</summary>
    public const string Id = "id";

    /// <summary>The nine-character id.</summary>
    public const string AegisSpeedId = "aegisspeed_id";

    /// <summary>The user name.</summary>
    public const string UserName = "user_name";

    /// <summary>A proven e-mail address.</summary>
    public const string Email = "email";

    /// <summary>A proven phone number.</summary>
    public const string Phone = "phone";

    /// <summary>An invitation code.</summary>
    public const string InviteCode = "invite_code";

    /// <summary>An outside account, or its union id.</summary>
    public const string Identities = "identities";

    /// <summary>No key: the account that is named as the inviter.</summary>
    public const string Parent = "parent_id";
}

/// <summary>What a line names; what it does not name is empty, or 0, or null.</summary>
/// <param name="Id">The number.</param>
/// <param name="AegisSpeedId">The nine-character id.</param>
/// <param name="UserNameKey">From <see cref="Users.UserNames.KeyOf"/>.</param>
/// <param name="EmailKey">Of a proven address.</param>
/// <param name="PhoneKey">Of a proven number.</param>
/// <param name="InviteCode">The invitation code.</param>
/// <param name="ParentId">The inviter.</param>
public sealed record LineKeys(
    long Id,
    AegisSpeedId AegisSpeedId,
    string UserNameKey,
    string? EmailKey,
    string? PhoneKey,
    string InviteCode,
    long ParentId
);

/// <summary>An account that has something a line names.</summary>
public sealed record KeyOwner
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>Its nine-character id.</summary>
    public AegisSpeedId AegisSpeedId { get; init; }

    /// <summary>The key of its user name.</summary>
    public string UserNameKey { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its inviter.</summary>
    public long ParentId { get; init; }

    /// <summary>The line it was made from, where it came by an import.</summary>
    public byte[]? LineDigest { get; init; }

    /// <summary>What it has: one of <see cref="LineKeyNames"/>.</summary>
    public string KeyName { get; init; } = "";
}
