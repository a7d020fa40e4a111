using AegisAuth.Application.Closing;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class ClosingRepository(SqlUnitOfWork db) : IClosingRepository
{
    private static readonly Sql<Closing> Close = new(
        """
        UPDATE users SET enabled = 0, closes_at = @ClosesAt, closing_held = 0, updated_at = @At
        WHERE id = @UserId AND enabled = 1 AND role = @Role
        """
    )
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<ByUser> DeleteCodes = new("DELETE FROM one_time_codes WHERE user_id = @UserId");

    private static readonly Sql<ByUser> DeletePhoneCodes = new($"DELETE FROM phone_codes {PhoneCodeRepository.OfUser}");

    private static readonly Sql<Reopening> Reopen = new(
        """
        UPDATE users SET enabled = 1, closes_at = NULL, updated_at = @At
        WHERE id = @UserId AND closes_at > @At AND closing_held = 0 AND password_version = @PasswordVersion
        """
    )
    {
        Change = SessionChange.Access,
    };

    private static readonly Sql<Due> ListDue = new(
        sqlite: $"SELECT {UserRepository.Columns} FROM users WHERE closes_at <= @At ORDER BY closes_at, id LIMIT @Limit",
        sqlServer: $"SELECT TOP (@Limit) {UserRepository.Columns} FROM users WHERE closes_at <= @At ORDER BY closes_at, id"
    );

    public async Task<bool> TryCloseAsync(
        long userId,
        AdminRole role,
        DateTimeOffset closesAt,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => await db.ExecuteAsync(Close, new Closing(userId, (int)role, closesAt, now), cancellationToken) == 1;

    public async Task EndCodesAsync(long userId, CancellationToken cancellationToken)
    {
        await db.DeferAsync(DeleteCodes, new ByUser(userId), cancellationToken);
        await db.DeferAsync(DeletePhoneCodes, new ByUser(userId), cancellationToken);
    }

    public async Task<bool> TryReopenAsync(long userId, long passwordVersion, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Reopen, new Reopening(userId, passwordVersion, now), cancellationToken) == 1;

    public Task<IReadOnlyList<User>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<User, Due>(ListDue, new Due(now, limit), cancellationToken);

    private sealed record Closing(long UserId, int Role, DateTimeOffset ClosesAt, DateTimeOffset At) : IUserScoped;

    private sealed record ByUser(long UserId);

    private sealed record Reopening(long UserId, long PasswordVersion, DateTimeOffset At) : IUserScoped;

    private sealed record Due(DateTimeOffset At, int Limit);
}
