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

    // Takes the lock that a password change takes first, without changing anything.
    private static readonly Sql<Renewal> HoldUser = new("UPDATE users SET enabled = enabled WHERE id = @UserId AND enabled = 1");

    private static readonly Sql<Renewal> MarkRenewed = new(
        "UPDATE sessions SET renewed_at = @Now WHERE id = @Id AND user_id = @UserId AND renewed_at IS NULL AND expires_at > @Now"
    );

    private static readonly Sql<ById> Remove = new("DELETE FROM sessions WHERE id = @Id");

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

    public async Task<bool> TryMarkRenewedAsync(string id, long userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var renewal = new Renewal(id, userId, now);
        return await db.ExecuteAsync(HoldUser, renewal, cancellationToken) == 1
            && await db.ExecuteAsync(MarkRenewed, renewal, cancellationToken) == 1;
    }

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => db.ExecuteAsync(Remove, new ById(id), cancellationToken);

    private sealed record ById(string Id);

    private sealed record Renewal(string Id, long UserId, DateTimeOffset Now);

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
