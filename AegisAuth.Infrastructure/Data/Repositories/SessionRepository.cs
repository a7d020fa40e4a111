using AegisAuth.Application.Sessions;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class SessionRepository(SqlUnitOfWork db) : ISessionRepository
{
    // No session has an empty name.
    private const string Nobody = "";

    private static readonly Sql<Row> Insert = new(
        """
        INSERT INTO sessions (
            token_hash, id, renewal_of, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent)
        VALUES (
            @TokenHash, @Id, @RenewalOf, @UserId, @Surface, @CreatedAt, @ExpiresAt, @LastSeenAt, @Address, @UserAgent)
        """
    );

    private static readonly Sql<ByToken> FindByToken = new(
        """
        SELECT s.id AS session_id, COALESCE(s.renewal_of, s.id) AS login_id, s.surface, s.created_at, s.expires_at,
               s.last_seen_at, s.secret_hash, s.secret_expires_at, u.id AS user_id, u.aegisspeed_id, u.role, u.organisation_id, u.nickname,
               u.enabled, u.must_change_password
        FROM sessions s
        JOIN users u ON u.id = s.user_id
        WHERE s.token_hash = @TokenHash
        """
    );

    // Takes the lock that a password change takes first, without changing anything.
    private static readonly Sql<ByUser> LockUser = new("UPDATE users SET enabled = enabled WHERE id = @UserId AND enabled = 1");

    private static readonly Sql<Renewal> MarkRenewed = new(
        "UPDATE sessions SET renewed_at = @Now WHERE id = @Id AND user_id = @UserId AND renewed_at IS NULL AND expires_at > @Now"
    );

    private static readonly Sql<OfUser> ListLive = new(
        """
        SELECT token_hash, id, renewal_of, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent
        FROM sessions
        WHERE user_id = @UserId AND surface = @Surface AND expires_at > @Now
        ORDER BY last_seen_at DESC, created_at DESC, id
        """
    );

    private static readonly Sql<OneLogin> Delete = new(
        "DELETE FROM sessions WHERE user_id = @UserId AND surface = @Surface AND COALESCE(renewal_of, id) = @LoginId"
    );

    private static readonly Sql<OneLogin> DeleteOthers = new(
        "DELETE FROM sessions WHERE user_id = @UserId AND surface = @Surface AND COALESCE(renewal_of, id) <> @LoginId"
    );

    private static readonly Sql<AllBut> DeleteAll = new(
        "DELETE FROM sessions WHERE user_id = @UserId AND COALESCE(renewal_of, id) <> @ExceptId"
    );

    // Beside the newest, so many others may stay as were used last.
    private static readonly Sql<Surplus> DeleteSurplus = new(
        sqlite: """
        DELETE FROM sessions
        WHERE user_id = @UserId AND surface = @Surface AND id <> @NewestId
          AND id NOT IN (
            SELECT o.id
            FROM sessions o
            WHERE o.user_id = @UserId AND o.surface = @Surface AND o.id <> @NewestId AND o.expires_at > @Now
            ORDER BY o.last_seen_at DESC, o.id DESC
            LIMIT @Others)
        """,
        sqlServer: """
        DELETE FROM sessions
        WHERE user_id = @UserId AND surface = @Surface AND id <> @NewestId
          AND id NOT IN (
            SELECT TOP (@Others) o.id
            FROM sessions o
            WHERE o.user_id = @UserId AND o.surface = @Surface AND o.id <> @NewestId AND o.expires_at > @Now
            ORDER BY o.last_seen_at DESC, o.id DESC)
        """
    );

    // The user's row first, as a password change has it. A condition on it inside the UPDATE of the session would be judged
    // by the last committed row where readers do not wait (READ_COMMITTED_SNAPSHOT), and deadlock where they do.
    private static readonly Sql<NewSecret> LockChecked = new(
        """
        UPDATE users SET enabled = enabled
        WHERE id = @UserId AND enabled = 1
          AND (password_hash = @CheckedHash OR (password_hash IS NULL AND @CheckedHash IS NULL))
        """
    );

    private static readonly Sql<NewSecret> SetSecret = new(
        "UPDATE sessions SET secret_hash = @Hash, secret_expires_at = @ExpiresAt WHERE id = @SessionId AND user_id = @UserId"
    );

    private static readonly Sql<AllBut> DeleteSecrets = new(
        "UPDATE sessions SET secret_hash = NULL, secret_expires_at = NULL WHERE user_id = @UserId AND id <> @ExceptId"
    );

    // Whatever other nodes note: once a minute at most, and never backwards.
    private static readonly Sql<Use> Touch = new(
        "UPDATE sessions SET last_seen_at = @At WHERE id = @Id AND user_id = @UserId AND last_seen_at <= @Before"
    );

    public Task AddAsync(Session session, CancellationToken cancellationToken) =>
        db.ExecuteAsync(
            Insert,
            new Row(
                session.TokenHash,
                session.Id,
                session.RenewalOf,
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

    public Task<AuthenticatedSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        db.FindAsync<AuthenticatedSession, ByToken>(FindByToken, new ByToken(tokenHash), cancellationToken);

    public async Task<bool> TryMarkRenewedAsync(string id, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(LockUser, new ByUser(userId), cancellationToken) == 1
        && await db.ExecuteAsync(MarkRenewed, new Renewal(id, userId, now), cancellationToken) == 1;

    public Task<IReadOnlyList<Session>> ListAsync(long userId, Surface surface, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.ListAsync<Session, OfUser>(ListLive, new OfUser(userId, (int)surface, now), cancellationToken);

    public async Task<bool> DeleteAsync(long userId, Surface surface, string loginId, CancellationToken cancellationToken) =>
        await DeleteHeldAsync(Delete, new OneLogin(userId, (int)surface, loginId), cancellationToken) > 0;

    public Task DeleteOthersAsync(long userId, Surface surface, string exceptLogin, CancellationToken cancellationToken) =>
        DeleteHeldAsync(DeleteOthers, new OneLogin(userId, (int)surface, exceptLogin), cancellationToken);

    public Task<int> DeleteAllAsync(long userId, string? exceptLogin, CancellationToken cancellationToken) =>
        db.ExecuteAsync(DeleteAll, new AllBut(userId, exceptLogin ?? Nobody), cancellationToken);

    private Task<int> DeleteHeldAsync(Sql<OneLogin> delete, OneLogin login, CancellationToken cancellationToken) =>
        db.RunAsync(
            async () =>
            {
                await db.ExecuteAsync(LockUser, new ByUser(login.UserId), cancellationToken);
                return await db.ExecuteAsync(delete, login, cancellationToken);
            },
            cancellationToken
        );

    public Task DeleteSurplusAsync(Session newest, int max, CancellationToken cancellationToken) =>
        db.ExecuteAsync(
            DeleteSurplus,
            new Surplus(newest.UserId, (int)newest.Surface, newest.Id, newest.LastSeenAt, max - 1),
            cancellationToken
        );

    public Task<bool> TrySetSecretAsync(SecretOfSession secret, CancellationToken cancellationToken)
    {
        var row = new NewSecret(secret.SessionId, secret.UserId, secret.Hash, secret.ExpiresAt, secret.CheckedHash);
        return db.RunAsync(
            async () =>
                await db.ExecuteAsync(LockChecked, row, cancellationToken) == 1
                && await db.ExecuteAsync(SetSecret, row, cancellationToken) == 1,
            cancellationToken
        );
    }

    public Task TouchAsync(SessionUse use, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Touch, new Use(use.SessionId, use.UserId, use.At, use.At - LastSeenBuffer.Exactness), cancellationToken);

    public Task DeleteSecretsAsync(long userId, string? exceptId, CancellationToken cancellationToken) =>
        db.ExecuteAsync(DeleteSecrets, new AllBut(userId, exceptId ?? Nobody), cancellationToken);

    private sealed record Renewal(string Id, long UserId, DateTimeOffset Now) : IUserScoped;

    private sealed record ByToken(byte[] TokenHash);

    private sealed record OfUser(long UserId, int Surface, DateTimeOffset Now);

    private sealed record ByUser(long UserId);

    private sealed record OneLogin(long UserId, int Surface, string LoginId) : IUserScoped;

    private sealed record AllBut(long UserId, string ExceptId) : IUserScoped;

    private sealed record Use(string Id, long UserId, DateTimeOffset At, DateTimeOffset Before) : IUserScoped;

    private sealed record NewSecret(string SessionId, long UserId, byte[] Hash, DateTimeOffset ExpiresAt, string? CheckedHash)
        : IUserScoped;

    private sealed record Surplus(long UserId, int Surface, string NewestId, DateTimeOffset Now, int Others) : IUserScoped;

    private sealed record Row(
        byte[] TokenHash,
        string Id,
        string? RenewalOf,
        long UserId,
        int Surface,
        DateTimeOffset CreatedAt,
        DateTimeOffset ExpiresAt,
        DateTimeOffset LastSeenAt,
        string Address,
        string UserAgent
    );
}
