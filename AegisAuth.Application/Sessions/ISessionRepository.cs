using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>Where sessions are stored. A session that has ended has no row.</summary>
public interface ISessionRepository
{
    /// <summary>Stores a new session.</summary>
    Task AddAsync(Session session, CancellationToken cancellationToken);

    /// <summary>
    /// The session with this token hash and its user as they are now; null when there is none. Expired sessions
    /// and disabled users are for the caller to refuse.
    /// </summary>
    Task<AuthenticatedSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>The same, reading as much where there is no such session: the time does not tell.</summary>
    Task<AuthenticatedSession?> FindInConstantTimeAsync(byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>
    /// Marks a live session of an enabled user as renewed. False when it is marked already, has ended or expired, so
    /// that parallel requests renew a session once. Call it in a transaction: the user's row stays locked until its
    /// end, and a password change that ends all sessions waits for the new one.
    /// </summary>
    Task<bool> TryMarkRenewedAsync(string id, long userId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The sessions of a user on one surface that live at <paramref name="now"/>, the last used first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(long userId, Surface surface, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Ends one login of this user on this surface, with its renewals, also one that is under way. False when there is
    /// none with that name.
    /// </summary>
    Task<bool> DeleteAsync(long userId, Surface surface, string loginId, CancellationToken cancellationToken);

    /// <summary>Ends the logins of this user on one surface, but for one, as <see cref="DeleteAsync"/> does.</summary>
    Task DeleteOthersAsync(long userId, Surface surface, string exceptLogin, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the sessions of this user on both surfaces, but for one login where a name is given, and says how many. Change
    /// the user's row first: renewals wait for it.
    /// </summary>
    Task<int> DeleteAllAsync(long userId, string? exceptLogin, CancellationToken cancellationToken);

    /// <summary>
    /// Ends what <paramref name="newest"/> is too much: of the other sessions of its user on its surface, all that have
    /// expired, and the least recently used beyond <paramref name="max"/> together with it.
    /// </summary>
    Task DeleteSurplusAsync(Session newest, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a dynamic secret in the place of the one before. False when the session has ended meanwhile, or its user
    /// was disabled or given another password than <see cref="SecretOfSession.PasswordVersion"/>, or has confirmed an
    /// authenticator app, beside which the password alone proves nothing any more.
    /// </summary>
    Task<bool> TrySetSecretAsync(SecretOfSession secret, CancellationToken cancellationToken);

    /// <summary>Stores that a session was used; nothing happens when a use within its exactness before is stored already.</summary>
    Task TouchAsync(SessionUse use, CancellationToken cancellationToken);

    /// <summary>Ends the dynamic secrets of this user, but for the one of a session where a name is given.</summary>
    Task DeleteSecretsAsync(long userId, string? exceptId, CancellationToken cancellationToken);
}

/// <summary>A dynamic secret to be stored.</summary>
/// <param name="SessionId">The session that it is for.</param>
/// <param name="UserId">Whose session that is.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="PasswordVersion">The version of the user's password at the time of the proof.</param>
/// <param name="BySecondFactor">Whether the proof was a code of the authenticator app, or a passkey.</param>
public sealed record SecretOfSession(
    string SessionId,
    long UserId,
    byte[] Hash,
    DateTimeOffset ExpiresAt,
    long PasswordVersion,
    bool BySecondFactor = false
)
{
    /// <summary>Keeps the hash out of logs.</summary>
    public override string ToString() => nameof(SecretOfSession);
}
