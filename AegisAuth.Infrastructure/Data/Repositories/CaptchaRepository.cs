using AegisAuth.Application.Captcha;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class CaptchaRepository(SqlUnitOfWork db) : ICaptchaRepository
{
    private static readonly Sql<StoredCaptcha> Insert = new(
        """
        INSERT INTO captchas (id_hash, answer, purpose, network, expires_at)
        VALUES (@IdHash, @Answer, @Purpose, @Network, @ExpiresAt)
        """
    );

    private static readonly Sql<At> DeleteExpired = new("DELETE FROM captchas WHERE expires_at <= @Now");

    private static readonly Sql<ById> Find = new(
        "SELECT id_hash, answer, purpose, network, expires_at FROM captchas WHERE id_hash = @IdHash AND expires_at > @Now"
    );

    private static readonly Sql<ById> Delete = new("DELETE FROM captchas WHERE id_hash = @IdHash AND expires_at > @Now");

    public Task AddAsync(StoredCaptcha captcha, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.RunAsync(
            async () =>
            {
                await db.DeferAsync(DeleteExpired, new At(now), cancellationToken);
                return await db.ExecuteAsync(Insert, captcha, cancellationToken);
            },
            cancellationToken
        );

    public async Task<StoredCaptcha?> TakeAsync(byte[] idHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var byId = new ById(idHash, now);
        var captcha = await db.FindAsync<StoredCaptcha, ById>(Find, byId, cancellationToken);
        // Many may have read it; the one who deletes it has it.
        return captcha is not null && await db.ExecuteAsync(Delete, byId, cancellationToken) == 1 ? captcha : null;
    }

    private sealed record At(DateTimeOffset Now);

    private sealed record ById(byte[] IdHash, DateTimeOffset Now);
}
