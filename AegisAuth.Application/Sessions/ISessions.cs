using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>Where sessions are stored. A session that has ended has no row.</summary>
public interface ISessions
{
    /// <summary>Stores a new session.</summary>
    Task AddAsync(Session session, CancellationToken cancellationToken);

    /// <summary>
    /// The session with this token hash and its user as they are now; null when there is none. Expired sessions
    /// and disabled users are for the caller to refuse.
    /// </summary>
    Task<SignedIn?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken);

    /// <summary>
    /// Marks a live session of an enabled user as renewed. False when it is marked already, has ended or expired, so
    /// that parallel requests renew a session once. Call it in a transaction: the user's row stays locked until its
    /// end, and a password change that ends all sessions waits for the new one.
    /// </summary>
    Task<bool> TryMarkRenewedAsync(string id, long userId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends the session with this public name; nothing happens when it has ended.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}
