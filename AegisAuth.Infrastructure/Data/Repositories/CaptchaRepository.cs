using AegisAuth.Application.Captcha;
using AegisAuth.Application.Common;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class CaptchaRepository(SqlUnitOfWork db) : ICaptchaRepository
{
    private static readonly Sql<Row> Insert = new(
        "INSERT INTO captchas (id_hash, answer, expires_at) VALUES (@IdHash, @Answer, @ExpiresAt)"
    );

    private static readonly Sql<At> DeleteExpired = new("DELETE FROM captchas WHERE expires_at <= @Now");

    private static readonly Sql<ById> Find = new(
        "SELECT answer FROM captchas WHERE id_hash = @IdHash AND expires_at > @Now AND expires_at <= @Latest"
    );

    private static readonly Sql<ById> Delete = new(
        "DELETE FROM captchas WHERE id_hash = @IdHash AND expires_at > @Now AND expires_at <= @Latest"
    );

    public Task AddAsync(byte[] idHash, string text, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        db.RunAsync(
            async () =>
            {
                await db.ExecuteAsync(DeleteExpired, new At(now), cancellationToken);
                return await db.ExecuteAsync(Insert, new Row(idHash, text, expiresAt), cancellationToken);
            },
            cancellationToken
        );

    public async Task<string?> TakeAsync(byte[] idHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One that ends later was drawn by a clock ahead. Another node's may be a little ahead.
        var byId = new ById(idHash, now, now + CaptchaService.Lifetime + ClockSkew.Tolerated);
        var answer = await db.FindAsync<string, ById>(Find, byId, cancellationToken);
        // Many may have read it; the one who deletes it has it.
        return answer is not null && await db.ExecuteAsync(Delete, byId, cancellationToken) == 1 ? answer : null;
    }

    private sealed record Row(byte[] IdHash, string Answer, DateTimeOffset ExpiresAt);

    private sealed record At(DateTimeOffset Now);

    private sealed record ById(byte[] IdHash, DateTimeOffset Now, DateTimeOffset Latest);
}
