using AegisAuth.Application.Passkeys;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class PasskeyRepository(SqlUnitOfWork db) : IPasskeyRepository
{
    private const string Columns =
        "credential_hash, id, user_id, surface, credential_id, user_handle, public_key, sign_count, name, created_at, last_used_at";

    private static readonly Sql<OfUser> List = new($"SELECT {Columns} FROM passkeys WHERE user_id = @UserId ORDER BY created_at, id");

    private static readonly Sql<Hashed> Find = new($"SELECT {Columns} FROM passkeys WHERE credential_hash = @Hash");

    private static readonly Sql<Passkey> Insert = new(
        $"""
        INSERT INTO passkeys ({Columns})
        VALUES (
            @CredentialHash, @Id, @UserId, @Surface, @CredentialId, @UserHandle, @PublicKey, @SignCount, @Name, @CreatedAt,
            @LastUsedAt)
        """
    );

    // The whole of "the counter may not fall": of two nodes with the same counter, one changes the row.
    private static readonly Sql<Use> Touch = new(
        """
        UPDATE passkeys SET sign_count = @SignCount, last_used_at = @Now
        WHERE credential_hash = @Hash AND (sign_count < @SignCount OR (sign_count = 0 AND @SignCount = 0))
        """
    );

    private static readonly Sql<Named> Rename = new("UPDATE passkeys SET name = @Name WHERE user_id = @UserId AND id = @Id");

    private static readonly Sql<One> Delete = new("DELETE FROM passkeys WHERE user_id = @UserId AND id = @Id");

    private static readonly Sql<OfUser> DeleteAll = new("DELETE FROM passkeys WHERE user_id = @UserId");

    private static readonly Sql<PasskeyChallenge> InsertChallenge = new(
        """
        INSERT INTO passkey_challenges (challenge_hash, purpose, bound_hash, user_handle, expires_at)
        VALUES (@ChallengeHash, @Purpose, @BoundHash, @UserHandle, @ExpiresAt)
        """
    );

    private static readonly Sql<Hashed> FindChallenge = new(
        "SELECT challenge_hash, purpose, bound_hash, user_handle, expires_at FROM passkey_challenges WHERE challenge_hash = @Hash"
    );

    private static readonly Sql<Taking> TakeChallenge = new(
        "DELETE FROM passkey_challenges WHERE challenge_hash = @Hash AND expires_at > @Now"
    );

    public Task<IReadOnlyList<Passkey>> ListAsync(long userId, CancellationToken cancellationToken) =>
        db.ListAsync<Passkey, OfUser>(List, new OfUser(userId), cancellationToken);

    public Task<Passkey?> FindAsync(byte[] credentialHash, CancellationToken cancellationToken) =>
        db.FindAsync<Passkey, Hashed>(Find, new Hashed(credentialHash), cancellationToken);

    public Task<bool> TryAddAsync(Passkey passkey, CancellationToken cancellationToken) =>
        db.TryInsertAsync(Insert, passkey, cancellationToken);

    public async Task<bool> TryUseAsync(Passkey passkey, long signCount, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Touch, new Use(passkey.CredentialHash, signCount, now), cancellationToken) == 1;

    public async Task<bool> TryRenameAsync(long userId, string id, string name, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Rename, new Named(userId, id, name), cancellationToken) == 1;

    public async Task<bool> TryRemoveAsync(long userId, string id, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Delete, new One(userId, id), cancellationToken) == 1;

    public Task DeleteAllAsync(long userId, CancellationToken cancellationToken) =>
        db.DeferAsync(DeleteAll, new OfUser(userId), cancellationToken);

    public Task AddChallengeAsync(PasskeyChallenge challenge, CancellationToken cancellationToken) =>
        db.ExecuteAsync(InsertChallenge, challenge, cancellationToken);

    public Task<PasskeyChallenge?> FindChallengeAsync(byte[] challengeHash, CancellationToken cancellationToken) =>
        db.FindAsync<PasskeyChallenge, Hashed>(FindChallenge, new Hashed(challengeHash), cancellationToken);

    public async Task<bool> TryTakeChallengeAsync(PasskeyChallenge challenge, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(TakeChallenge, new Taking(challenge.ChallengeHash, now), cancellationToken) == 1;

    private sealed record OfUser(long UserId);

    private sealed record Hashed(byte[] Hash);

    private sealed record Use(byte[] Hash, long SignCount, DateTimeOffset Now);

    private sealed record One(long UserId, string Id);

    private sealed record Named(long UserId, string Id, string Name);

    private sealed record Taking(byte[] Hash, DateTimeOffset Now);
}
