using AegisAuth.Application.Messages;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class OneTimeCodeRepository(SqlUnitOfWork db) : IOneTimeCodeRepository
{
    private static readonly Sql<OneTimeCode> Insert = new(
        """
        INSERT INTO one_time_codes (code_hash, user_id, purpose, contact, expires_at)
        VALUES (@CodeHash, @UserId, @Purpose, @Contact, @ExpiresAt)
        """
    );

    private static readonly Sql<ByHash> FindByHash = new(
        "SELECT code_hash, user_id, purpose, contact, expires_at FROM one_time_codes WHERE code_hash = @CodeHash"
    );

    private static readonly Sql<ByHash> DeleteByHash = new("DELETE FROM one_time_codes WHERE code_hash = @CodeHash");

    private static readonly Sql<ByUser> DeleteByUser = new("DELETE FROM one_time_codes WHERE user_id = @UserId AND purpose = @Purpose");

    public Task AddAsync(OneTimeCode code, CancellationToken cancellationToken) => db.DeferAsync(Insert, code, cancellationToken);

    public Task<OneTimeCode?> FindAsync(byte[] codeHash, CancellationToken cancellationToken) =>
        db.FindAsync<OneTimeCode, ByHash>(FindByHash, new ByHash(codeHash), cancellationToken);

    public async Task<bool> TryTakeAsync(byte[] codeHash, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(DeleteByHash, new ByHash(codeHash), cancellationToken) == 1;

    public Task DeleteAsync(long userId, string purpose, CancellationToken cancellationToken) =>
        db.DeferAsync(DeleteByUser, new ByUser(userId, purpose), cancellationToken);

    private sealed record ByHash(byte[] CodeHash);

    private sealed record ByUser(long UserId, string Purpose);
}
