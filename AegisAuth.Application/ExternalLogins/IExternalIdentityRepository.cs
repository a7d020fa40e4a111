using AegisAuth.Domain;

namespace AegisAuth.Application.ExternalLogins;

/// <summary>Where external accounts are stored.</summary>
public interface IExternalIdentityRepository
{
    /// <summary>The external account with this subject, or null.</summary>
    Task<ExternalIdentity?> FindAsync(string provider, string appId, string subject, CancellationToken cancellationToken);

    /// <summary>Stores one subject of an external account. False when the subject is stored already.</summary>
    Task<bool> TryAddAsync(ExternalIdentity identity, CancellationToken cancellationToken);

    /// <summary>Notes a login: when, under which name, and the union id that is known by now.</summary>
    Task TouchAsync(ExternalIdentity identity, CancellationToken cancellationToken);

    /// <summary>The user whom a union id belongs to, or null.</summary>
    Task<long?> FindUnionAsync(UnionId union, CancellationToken cancellationToken);

    /// <summary>Gives a union id to a user. False when it belongs to a user already.</summary>
    Task<bool> TryAddUnionAsync(UnionId union, long userId, CancellationToken cancellationToken);

    /// <summary>The user who has proven this contact to us, or null.</summary>
    /// <param name="contactKey">From <see cref="Users.ContactKeys"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<long?> FindByVerifiedContactAsync(string contactKey, CancellationToken cancellationToken);

    /// <summary>
    /// Holds the user's row until the end of the transaction, so that changes to the ways in happen one after the
    /// other. False for a user who is disabled or gone.
    /// </summary>
    Task<bool> TryLockUserAsync(long userId, CancellationToken cancellationToken);

    /// <summary>The external accounts of a user, the oldest first, each once.</summary>
    Task<IReadOnlyList<ExternalIdentity>> ListAsync(long userId, CancellationToken cancellationToken);

    /// <summary>
    /// Takes an external account away from its user with every subject it has, and its union id unless another
    /// account of the user has the same. False when the user has no such account.
    /// </summary>
    Task<bool> TryRemoveAsync(ExternalIdentity identity, CancellationToken cancellationToken);
}
