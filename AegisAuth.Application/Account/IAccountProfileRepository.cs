using AegisAuth.Application.Users;

namespace AegisAuth.Application.Account;

/// <summary>Where users change what is theirs to change, and what they have proven is kept.</summary>
public interface IAccountProfileRepository
{
    /// <summary>The key of the user with this invitation code; null when no user has it.</summary>
    Task<long?> FindInviterAsync(string inviteCode, CancellationToken cancellationToken);

    /// <summary>Holds the user's row until the transaction ends. False for a user who is disabled or gone.</summary>
    Task<bool> TryLockAsync(long userId, CancellationToken cancellationToken);

    /// <summary>
    /// Stores what is not null and leaves the rest as it is. False, and nothing is stored, for a user who is disabled or gone.
    /// Holds the user's row until the transaction ends.
    /// </summary>
    Task<bool> TryChangeAsync(DetailChange change, CancellationToken cancellationToken);

    /// <summary>The keys of the contacts that the user has proven.</summary>
    Task<IReadOnlyList<string>> ListContactsAsync(long userId, CancellationToken cancellationToken);

    /// <summary>Makes a contact the user's own. False when a user has proven it already, this one included.</summary>
    Task<bool> TryAddContactAsync(string contactKey, long userId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Takes the proven contacts of one kind from a user, but for one where a key is given.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="prefix">What the keys of the kind begin with, such as <see cref="ContactKeys.EmailPrefix"/>.</param>
    /// <param name="exceptKey">The one to keep; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task DropContactsAsync(long userId, string prefix, string? exceptKey, CancellationToken cancellationToken);
}

/// <summary>The whole of what a user may change about the own account by asking. There is nothing to map a request onto but this.</summary>
/// <param name="UserId">Whose account.</param>
/// <param name="RealName">The real name, or null.</param>
/// <param name="AvatarUrl">An https address, empty for none, or null.</param>
/// <param name="Email">An e-mail address, empty for none, or null.</param>
/// <param name="Phone">A phone number, empty for none, or null.</param>
/// <param name="At">When.</param>
public sealed record DetailChange(long UserId, string? RealName, string? AvatarUrl, string? Email, string? Phone, DateTimeOffset At);
