using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// The lock of a user's row until the transaction ends. Logins, renewals, password changes and everything that ends sessions
/// take it before they touch the rows that belong to the user, so that they wait for each other and cannot deadlock.
/// </summary>
internal static class UserLock
{
    // A row that is set to what it is stays as it is, and is locked on every engine.
    private static readonly Sql<ById> LockEnabled = new("UPDATE users SET enabled = enabled WHERE id = @Id AND enabled = 1");

    private static readonly Sql<ByAegisSpeedId> LockAny = new("UPDATE users SET enabled = enabled WHERE aegisspeed_id = @AegisSpeedId");

    /// <summary>False when there is no such user, or the user is disabled.</summary>
    public static async Task<bool> LockAsync(SqlUnitOfWork db, long id, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(LockEnabled, new ById(id), cancellationToken) == 1;

    /// <summary>Also a disabled user; false when there is no such user.</summary>
    public static async Task<bool> LockAsync(SqlUnitOfWork db, AegisSpeedId id, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(LockAny, new ByAegisSpeedId(id), cancellationToken) == 1;

    private sealed record ById(long Id);

    private sealed record ByAegisSpeedId(AegisSpeedId AegisSpeedId);
}
