using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class LoginAttemptRepository(SqlUnitOfWork db) : ILoginAttemptRepository
{
    private const string Columns =
        "attempt_key AS \"key\", failures, pending, pending_until, window_started_at, paused_until, touched_at, version";

    private static readonly Sql<ByKeys> FindByKeys = new(
        $"SELECT {Columns} FROM login_attempts WHERE attempt_key IN (@Pair, @Account, @Address)"
    );

    private static readonly Sql<BySlots> FindBySlots = new(
        $"""
        SELECT {Columns} FROM login_attempts WHERE attempt_key IN (@Pair, @Account, @Address)
        UNION ALL
        SELECT {Columns} FROM login_attempts WHERE attempt_key >= @SlotsFrom AND attempt_key < @SlotsTo
        """
    );

    private static readonly Sql<ByKey> FindByKey = new($"SELECT {Columns} FROM login_attempts WHERE attempt_key = @Key");

    // A row that is set to what it is stays as it is, and is locked.
    private static readonly Sql<ByKey> Lock = new("UPDATE login_attempts SET version = version WHERE attempt_key = @Key");

    private static readonly Sql<ByKey> InsertEmpty = new(
        """
        INSERT INTO login_attempts (
            attempt_key, failures, pending, pending_until, window_started_at, paused_until, touched_at, version)
        VALUES (@Key, 0, 0, 0, 0, 0, 0, 1)
        """
    );

    private static readonly Sql<AttemptCount> Insert = new(
        """
        INSERT INTO login_attempts (
            attempt_key, failures, pending, pending_until, window_started_at, paused_until, touched_at, version)
        VALUES (@Key, @Failures, @Pending, @PendingUntil, @WindowStartedAt, @PausedUntil, @TouchedAt, @Version + 1)
        """
    );

    private static readonly Sql<AttemptCount> Update = new(
        """
        UPDATE login_attempts
        SET failures = @Failures, pending = @Pending, pending_until = @PendingUntil,
            window_started_at = @WindowStartedAt, paused_until = @PausedUntil, touched_at = @TouchedAt,
            version = version + 1
        WHERE attempt_key = @Key AND version = @Version
        """
    );

    // An index is sorted by touched_at: an UPDATE that names it costs twice as much, even where it stays what it is.
    private static readonly Sql<AttemptCount> UpdateUnmoved = new(
        """
        UPDATE login_attempts
        SET failures = @Failures, pending = @Pending, pending_until = @PendingUntil,
            window_started_at = @WindowStartedAt, paused_until = @PausedUntil, version = version + 1
        WHERE attempt_key = @Key AND version = @Version
        """
    );

    private static readonly Sql<ByAccount> DeleteAccount = new(
        "DELETE FROM login_attempts WHERE attempt_key = @Account OR (attempt_key >= @PairsFrom AND attempt_key < @PairsTo)"
    );

    public int SlotsOfAddress => db.ReadsPastLocks ? AddressSlots.Most : 1;

    public Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptKeySet keys, CancellationToken cancellationToken) =>
        db.ReadsPastLocks
            ? db.ListAsync<AttemptCount, BySlots>(FindBySlots, Slots(keys), cancellationToken)
            : db.ListAsync<AttemptCount, ByKeys>(FindByKeys, new ByKeys(keys.Pair, keys.Account, keys.Address), cancellationToken);

    // The character after '#' ends the range of the keys of the other slots.
    private static BySlots Slots(AttemptKeySet keys) => new(keys.Pair, keys.Account, keys.Address, keys.Address + '#', keys.Address + '$');

    public async Task<IReadOnlyList<AttemptCount>> LockAsync(
        AttemptKeySet keys,
        IReadOnlyList<string> slots,
        CancellationToken cancellationToken
    )
    {
        // Always in this order, so that two attempts never wait for each other: one that is counted twice, such as a code of an
        // authenticator, holds the account and then takes the rest. The address, which many share, last.
        foreach (var key in keys.OfAccount.Select(counted => counted.Key).Concat(slots))
        {
            await DeferLockAsync(key, cancellationToken);
        }

        return await ReadAsync(keys, cancellationToken);
    }

    public async Task<AttemptCount?> LockAsync(string key, CancellationToken cancellationToken)
    {
        await DeferLockAsync(key, cancellationToken);
        return await FindAsync(key, cancellationToken);
    }

    private async Task DeferLockAsync(string key, CancellationToken cancellationToken)
    {
        if (db.Batches)
        {
            // A row that is not there cannot be locked.
            await db.DeferInsertAsync(InsertEmpty, new ByKey(key), cancellationToken);
        }

        if (db.LocksRows)
        {
            await db.DeferAsync(Lock, new ByKey(key), cancellationToken);
        }
    }

    public async Task WriteLockedAsync(AttemptCount count, CancellationToken cancellationToken)
    {
        if (count.Version > 0 && db.Batches)
        {
            // Locked since it was read, so it is there as it was read.
            await db.DeferAsync(UpdateOf(count), count, cancellationToken);
        }
        else if (!await TryWriteAsync(count, cancellationToken))
        {
            throw new ConcurrencyConflictException();
        }
    }

    public Task<AttemptCount?> FindAsync(string key, CancellationToken cancellationToken) =>
        db.FindAsync<AttemptCount, ByKey>(FindByKey, new ByKey(key), cancellationToken);

    public async Task<bool> TryWriteAsync(AttemptCount count, CancellationToken cancellationToken) =>
        count.Version == 0
            ? await db.TryInsertAsync(Insert, count, cancellationToken)
            : await db.ExecuteAsync(UpdateOf(count), count, cancellationToken) == 1;

    private static Sql<AttemptCount> UpdateOf(AttemptCount count) => count.KeepsTouch ? UpdateUnmoved : Update;

    public Task DeleteAccountAsync(string accountKey, string pairPrefix, CancellationToken cancellationToken) =>
        // The character after '|' ends the range of keys that begin with the prefix.
        db.ExecuteAsync(DeleteAccount, new ByAccount(accountKey, pairPrefix + '|', pairPrefix + '}'), cancellationToken);

    private sealed record ByKey(string Key);

    private sealed record ByKeys(string Pair, string Account, string Address);

    private sealed record BySlots(string Pair, string Account, string Address, string SlotsFrom, string SlotsTo);

    private sealed record ByAccount(string Account, string PairsFrom, string PairsTo);
}
