using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>What an import asks of the database beside what every way to an account asks.</summary>
public interface IImportedUsers
{
    /// <summary>Says that a lot will be written by this process, and nothing else done.</summary>
    void ExpectMany();

    /// <summary>The accounts that have something that lines name, each with what it is.</summary>
    Task<IReadOnlyList<KeyOwner>> FindOwnersAsync(LineKeys keys, CancellationToken cancellationToken);

    /// <summary>Sees to it that no new account gets a number up to this one.</summary>
    Task RaiseNumberAsync(long atLeast, CancellationToken cancellationToken);

    /// <summary>
    /// That many running numbers after the last one, allotted in this transaction: what keys and AegisSpeed ids of new users are made
    /// from. Those that an account has already are left out.
    /// </summary>
    Task<IReadOnlyList<long>> TakeNumbersAsync(int count, CancellationToken cancellationToken);

    /// <summary>Stores accounts with all that is theirs.</summary>
    /// <exception cref="ConcurrencyConflictException">Another transaction has taken one of the keys since they were looked up.</exception>
    Task AddAsync(IReadOnlyCollection<NewAccount> accounts, CancellationToken cancellationToken);

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

    /// <summary>A proven e-mail address or phone number.</summary>
    public const string Contact = "contact";

    /// <summary>An invitation code.</summary>
    public const string InviteCode = "invite_code";

    /// <summary>The subject of an external account.</summary>
    public const string Subject = "subject";

    /// <summary>A union id.</summary>
    public const string Union = "union";
}

/// <summary>An account with all that is stored with it.</summary>
/// <param name="User">The account.</param>
/// <param name="ContactKeys">What it has proven.</param>
/// <param name="Identities">Its external accounts.</param>
/// <param name="Unions">Their union ids, each once.</param>
/// <param name="LineDigest">Tells the line it comes from, where its AegisSpeed id does not; else null.</param>
public sealed record NewAccount(
    User User,
    IReadOnlyCollection<string> ContactKeys,
    IReadOnlyCollection<ExternalIdentity> Identities,
    IReadOnlyCollection<ExternalLogins.UnionId> Unions,
    byte[]? LineDigest
);

/// <summary>What lines name, each once.</summary>
/// <param name="Ids">Numbers: their own, and those of inviters.</param>
/// <param name="AegisSpeedIds">Nine-character ids.</param>
/// <param name="UserNameKeys">From <see cref="Users.UserNames.KeyOf"/>.</param>
/// <param name="ContactKeys">Of proven addresses and numbers.</param>
/// <param name="InviteCodes">Invitation codes.</param>
public sealed record LineKeys(
    IReadOnlyCollection<long> Ids,
    IReadOnlyCollection<AegisSpeedId> AegisSpeedIds,
    IReadOnlyCollection<string> UserNameKeys,
    IReadOnlyCollection<string> ContactKeys,
    IReadOnlyCollection<string> InviteCodes
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

    /// <summary>The key itself, as text.</summary>
    public string KeyValue { get; init; } = "";
}
