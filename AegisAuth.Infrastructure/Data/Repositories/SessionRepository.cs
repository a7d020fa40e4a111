using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class SessionRepository(SqlUnitOfWork db) : ISessionRepository
{
    // No session has an empty name.
    private const string NoSession = "";

    private static readonly Sql<Session> Insert = new(
        """
        INSERT INTO sessions (
            token_hash, id, renewal_of, user_id, surface, created_at, issued_at, expires_at, last_seen_at, address,
            user_agent, amr)
        VALUES (
            @TokenHash, @Id, @RenewalOf, @UserId, @Surface, @CreatedAt, @IssuedAt, @ExpiresAt, @LastSeenAt, @Address,
            @UserAgent, @AuthenticationMethod)
        """
    );

    private const string WithItsUser = """
        COALESCE(s.renewal_of, s.id) AS login_id, s.surface, s.created_at, s.expires_at,
        COALESCE(s.issued_at, s.created_at) AS issued_at, s.amr AS authentication_method, u.user_name, u.group_id,
        s.last_seen_at, s.secret_hash, s.secret_expires_at, u.id AS user_id, u.aegisspeed_id, u.role, u.organisation_id, u.nickname,
        u.enabled, u.must_change_password,
        COALESCE(u.password_changed_at, u.created_at) AS password_since,
        (SELECT a.confirmed FROM authenticators a WHERE a.user_id = u.id) AS has_authenticator
        FROM sessions s
        JOIN users u ON u.id = s.user_id
        """;

    private static readonly Sql<ByToken> FindByToken = new($"SELECT s.id AS session_id, {WithItsUser} WHERE s.token_hash = @TokenHash");

    // The first session at or after the hash, without its name where it is another one: the same rows are read whether or
    // not the token has a session, so that the time does not tell.
    private static readonly Sql<ByToken> FindNearest = new(
        sqlite: $"SELECT {Nearest} WHERE s.token_hash >= @TokenHash ORDER BY s.token_hash LIMIT 1",
        sqlServer: $"SELECT TOP (1) {Nearest} WHERE s.token_hash >= @TokenHash ORDER BY s.token_hash"
    );

    private const string Nearest = $"CASE WHEN s.token_hash = @TokenHash THEN s.id ELSE '' END AS session_id, {WithItsUser}";

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
    )
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<OneLogin> DeleteOthers = new(
        "DELETE FROM sessions WHERE user_id = @UserId AND surface = @Surface AND COALESCE(renewal_of, id) <> @LoginId"
    )
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<AllBut> DeleteAll = new(
        "DELETE FROM sessions WHERE user_id = @UserId AND COALESCE(renewal_of, id) <> @ExceptId"
    )
    {
        Change = SessionChange.Access,
    };

    // Beside the newest, so many others may stay as were used last. SQLite plans a statement again for each value of a bare
    // LIMIT @Others, which cost more than the statement; it does not look into a sum.
    private static readonly Sql<Surplus> DeleteSurplus = new(
        sqlite: """
        DELETE FROM sessions
        WHERE user_id = @UserId AND surface = @Surface AND id <> @NewestId
          AND id NOT IN (
            SELECT o.id
            FROM sessions o
            WHERE o.user_id = @UserId AND o.surface = @Surface AND o.id <> @NewestId AND o.expires_at > @Now
            ORDER BY o.last_seen_at DESC, o.id DESC
            LIMIT @Others + 0)
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
    )
    {
        Change = SessionChange.Access,
    };

    // The user's row first, as a password change has it. A condition on it inside the UPDATE of the session would be judged
    // by the last committed row where readers do not wait (READ_COMMITTED_SNAPSHOT), and deadlock where they do.
    private static readonly Sql<SecretOfSession> LockChecked = new(
        """
        UPDATE users SET enabled = enabled
        WHERE id = @UserId AND enabled = 1
          AND password_version = @PasswordVersion
          AND (@BySecondFactor = 1 OR NOT EXISTS (SELECT 1 FROM authenticators a WHERE a.user_id = @UserId AND a.confirmed = 1))
        """
    );

    private static readonly Sql<SecretOfSession> SetSecret = new(
        "UPDATE sessions SET secret_hash = @Hash, secret_expires_at = @ExpiresAt WHERE id = @SessionId AND user_id = @UserId"
    )
    {
        Change = SessionChange.Access,
        Whose = secret => secret.UserId,
    };

    private static readonly Sql<AllBut> DeleteSecrets = new(
        "UPDATE sessions SET secret_hash = NULL, secret_expires_at = NULL WHERE user_id = @UserId AND id <> @ExceptId"
    )
    {
        Change = SessionChange.Access,
    };

    // Whatever other nodes note: once a minute at most, and never backwards.
    private static readonly Sql<Use> Touch = new(
        "UPDATE sessions SET last_seen_at = @At WHERE id = @Id AND user_id = @UserId AND last_seen_at <= @Before"
    )
    {
        Change = SessionChange.LastUse,
    };

    public Task AddAsync(Session session, CancellationToken cancellationToken) => db.DeferAsync(Insert, session, cancellationToken);

    public Task<AuthenticatedSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        db.FindAsync<AuthenticatedSession, ByToken>(FindByToken, new ByToken(tokenHash), cancellationToken);

    public async Task<AuthenticatedSession?> FindInConstantTimeAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        await db.FindAsync<AuthenticatedSession, ByToken>(FindNearest, new ByToken(tokenHash), cancellationToken)
            is { SessionId: not "" } exact
            ? exact
            : null;

    public async Task<bool> TryMarkRenewedAsync(string id, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await UserLock.LockAsync(db, userId, cancellationToken)
        && await db.ExecuteAsync(MarkRenewed, new Renewal(id, userId, now), cancellationToken) == 1;

    public Task<IReadOnlyList<Session>> ListAsync(long userId, Surface surface, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.ListAsync<Session, OfUser>(ListLive, new OfUser(userId, (int)surface, now), cancellationToken);

    public async Task<bool> DeleteAsync(long userId, Surface surface, string loginId, CancellationToken cancellationToken) =>
        await DeleteHeldAsync(Delete, new OneLogin(userId, (int)surface, loginId), cancellationToken) > 0;

    public Task DeleteOthersAsync(long userId, Surface surface, string exceptLogin, CancellationToken cancellationToken) =>
        DeleteHeldAsync(DeleteOthers, new OneLogin(userId, (int)surface, exceptLogin), cancellationToken);

    public Task<int> DeleteAllAsync(long userId, string? exceptLogin, CancellationToken cancellationToken) =>
        db.ExecuteAsync(DeleteAll, new AllBut(userId, exceptLogin ?? NoSession), cancellationToken);

    private Task<int> DeleteHeldAsync(Sql<OneLogin> delete, OneLogin login, CancellationToken cancellationToken) =>
        db.RunAsync(
            async () =>
            {
                await UserLock.LockAsync(db, login.UserId, cancellationToken);
                return await db.ExecuteAsync(delete, login, cancellationToken);
            },
            cancellationToken
        );

    public Task DeleteSurplusAsync(Session newest, int max, CancellationToken cancellationToken) =>
        db.DeferAsync(
            DeleteSurplus,
            new Surplus(newest.UserId, (int)newest.Surface, newest.Id, newest.LastSeenAt, max - 1),
            cancellationToken
        );

    public Task<bool> TrySetSecretAsync(SecretOfSession secret, CancellationToken cancellationToken) =>
        db.RunAsync(
            async () =>
                await db.ExpectAsync(LockChecked, secret, cancellationToken) && await db.ExpectAsync(SetSecret, secret, cancellationToken),
            cancellationToken
        );

    public Task TouchAsync(SessionUse use, CancellationToken cancellationToken) =>
        db.DeferAsync(Touch, new Use(use.SessionId, use.UserId, use.At, use.At - use.Exactness), cancellationToken);

    public Task DeleteSecretsAsync(long userId, string? exceptId, CancellationToken cancellationToken) =>
        db.DeferAsync(DeleteSecrets, new AllBut(userId, exceptId ?? NoSession), cancellationToken);

    private sealed record Renewal(string Id, long UserId, DateTimeOffset Now) : IUserScoped;

    private sealed record ByToken(byte[] TokenHash);

    private sealed record OfUser(long UserId, int Surface, DateTimeOffset Now);

    private sealed record OneLogin(long UserId, int Surface, string LoginId) : IUserScoped;

    private sealed record AllBut(long UserId, string ExceptId) : IUserScoped;

    private sealed record Use(string Id, long UserId, DateTimeOffset At, DateTimeOffset Before) : IUserScoped;

    private sealed record Surplus(long UserId, int Surface, string NewestId, DateTimeOffset Now, int Others) : IUserScoped;
}
