using AegisAuth.Application.Sessions;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data;

internal sealed class SessionRepository(DbSession db) : ISessions
{
    private static readonly Sql<Row> Insert = new(
        """
        INSERT INTO sessions (
            token_hash, id, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent)
        VALUES (
            @TokenHash, @Id, @UserId, @Surface, @CreatedAt, @ExpiresAt, @LastSeenAt, @Address, @UserAgent)
        """
    );

    private static readonly Sql<ByToken> FindByToken = new(
        """
        SELECT s.id AS session_id, s.surface, s.created_at, s.expires_at, s.last_seen_at, s.secret_hash,
               s.secret_expires_at, u.id AS user_id, u.aegisspeed_id, u.role, u.organisation_id, u.nickname,
               u.enabled, u.must_change_password
        FROM sessions s
        JOIN users u ON u.id = s.user_id
        WHERE s.token_hash = @TokenHash
        """
    );

    public Task AddAsync(Session session, CancellationToken cancellationToken) =>
        db.ExecuteAsync(
            Insert,
            new Row(
                session.TokenHash,
                session.Id,
                session.UserId,
                (int)session.Surface,
                session.CreatedAt,
                session.ExpiresAt,
                session.LastSeenAt,
                session.Address,
                session.UserAgent
            ),
            cancellationToken
        );

    public Task<SignedIn?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        db.FindAsync<SignedIn, ByToken>(FindByToken, new ByToken(tokenHash), cancellationToken);

    private sealed record ByToken(byte[] TokenHash);

    private sealed record Row(
        byte[] TokenHash,
        string Id,
        long UserId,
        int Surface,
        DateTimeOffset CreatedAt,
        DateTimeOffset ExpiresAt,
        DateTimeOffset LastSeenAt,
        string Address,
        string UserAgent
    );
}
