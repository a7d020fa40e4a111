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
}
