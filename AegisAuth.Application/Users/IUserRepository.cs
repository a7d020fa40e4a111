using AegisAuth.Domain;

namespace AegisAuth.Application.Users;

/// <summary>Where users are stored.</summary>
public interface IUserRepository
{
    /// <summary>The user with this id, or null; an erased account is not found.</summary>
    Task<User?> FindAsync(AegisSpeedId id, CancellationToken cancellationToken);

    /// <summary>The user with this key, or null.</summary>
    Task<User?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>
    /// The user who has proven this contact, else the one with this user name, or null. One statement, whichever it is.
    /// </summary>
    /// <param name="contactKey">From <see cref="ContactKeys"/>; null for none.</param>
    /// <param name="nameKey">From <see cref="UserNames.KeyOf"/>; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<User?> FindByNameAsync(string? contactKey, string? nameKey, CancellationToken cancellationToken);

    /// <summary>
    /// The next running number, allotted in this transaction: what the key and the AegisSpeed id of a new user are
    /// made from. Parallel callers wait for each other; a number of a transaction that is undone is given again.
    /// </summary>
    Task<long> NextNumberAsync(CancellationToken cancellationToken);

    /// <summary>Stores a new user. False when the user name belongs to a user already.</summary>
    Task<bool> TryAddAsync(User user, CancellationToken cancellationToken);

    /// <summary>
    /// Allots the next number and stores the user that <paramref name="make"/> makes from it; null when the user name belongs
    /// to a user already. Call it inside a transaction: its first run may be told that the user is stored before that is sure,
    /// and is undone and run again when it is not.
    /// </summary>
    Task<User?> TryAddNextAsync(Func<long, User> make, CancellationToken cancellationToken);

    /// <summary>Whether any enabled user has an admin role.</summary>
    Task<bool> AnyAdminAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Notes a completed login. False when the user has been disabled, or has got another password, since
    /// <paramref name="passwordVersion"/> was read: then no session may be opened. Holds the row until the transaction ends.
    /// </summary>
    Task<bool> TryRecordLoginAsync(long id, long passwordVersion, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The same without a login: whether the password that was checked is still the user's, who is not disabled.</summary>
    Task<bool> TryConfirmPasswordAsync(long id, long passwordVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a new hash of the same password in the place of <paramref name="oldHash"/>. Does nothing when the hash has
    /// changed meanwhile: a password change must not be undone by a login that began before it. The version stays.
    /// </summary>
    Task UpgradePasswordHashAsync(long id, string oldHash, string newHash, CancellationToken cancellationToken);

    /// <summary>
    /// Sets a new password and raises the version. False when since <paramref name="user"/> was read the password was
    /// replaced, the user disabled, or the role changed: the password was judged by the length that the role asks for.
    /// </summary>
    Task<bool> TrySetPasswordAsync(User user, string newHash, DateTimeOffset at, CancellationToken cancellationToken);
}
