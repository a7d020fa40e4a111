using AegisAuth.Application.Common;
using AegisAuth.Application.SiteLogin;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class IdempotentAnswerRepository(SqlUnitOfWork db) : IIdempotentAnswerRepository
{
    // What expires later than this turn was taken by a clock that ran ahead.
    private static readonly Sql<Taking> TakeOver = new(
        """
        UPDATE idempotent_answers
        SET request_hash = @RequestHash, protected_answer = NULL, expires_at = @ExpiresAt
        WHERE key_hash = @KeyHash AND (expires_at <= @Now OR expires_at > @Latest)
        """
    );

    private static readonly Sql<StoredAnswer> Insert = new(
        "INSERT INTO idempotent_answers (key_hash, request_hash, expires_at) VALUES (@KeyHash, @RequestHash, @ExpiresAt)"
    );

    private static readonly Sql<ByKey> FindByKey = new(
        "SELECT key_hash, request_hash, protected_answer, expires_at FROM idempotent_answers WHERE key_hash = @KeyHash"
    );

    private static readonly Sql<Keeping> Keep = new(
        """
        UPDATE idempotent_answers SET protected_answer = @Answer, expires_at = @KeptUntil
        WHERE key_hash = @KeyHash AND request_hash = @RequestHash AND expires_at = @ExpiresAt AND protected_answer IS NULL
        """
    );

    private static readonly Sql<StoredAnswer> Free = new(
        """
        DELETE FROM idempotent_answers
        WHERE key_hash = @KeyHash AND request_hash = @RequestHash AND expires_at = @ExpiresAt AND protected_answer IS NULL
        """
    );

    public async Task<bool> TryTakeAsync(StoredAnswer begun, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(
            TakeOver,
            new Taking(begun.KeyHash, begun.RequestHash, begun.ExpiresAt, now, begun.ExpiresAt + ClockSkew.Tolerated),
            cancellationToken
        ) == 1
        || await db.TryInsertAsync(Insert, begun, cancellationToken);

    public Task<StoredAnswer?> FindAsync(byte[] keyHash, CancellationToken cancellationToken) =>
        db.FindAsync<StoredAnswer, ByKey>(FindByKey, new ByKey(keyHash), cancellationToken);

    public Task KeepAsync(StoredAnswer begun, string protectedAnswer, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        db.ExecuteAsync(
            Keep,
            new Keeping(begun.KeyHash, begun.RequestHash, begun.ExpiresAt, protectedAnswer, expiresAt),
            cancellationToken
        );

    public Task FreeAsync(StoredAnswer begun, CancellationToken cancellationToken) => db.ExecuteAsync(Free, begun, cancellationToken);

    private sealed record ByKey(byte[] KeyHash);

    private sealed record Taking(byte[] KeyHash, byte[] RequestHash, DateTimeOffset ExpiresAt, DateTimeOffset Now, DateTimeOffset Latest);

    private sealed record Keeping(byte[] KeyHash, byte[] RequestHash, DateTimeOffset ExpiresAt, string Answer, DateTimeOffset KeptUntil);
}
