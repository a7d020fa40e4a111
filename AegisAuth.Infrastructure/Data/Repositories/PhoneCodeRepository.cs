using AegisAuth.Application.PhoneNumbers;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class PhoneCodeRepository(SqlUnitOfWork db) : IPhoneCodeRepository
{
    // A code that logs in belongs to a number, not to a user: those of the numbers that the user has proven.
    internal const string OfUser = """
        WHERE user_id = @UserId OR contact IN (SELECT c.contact_key FROM verified_contacts c WHERE c.user_id = @UserId)
        """;

    private static readonly Sql<ByKey> Delete = new(
        "DELETE FROM phone_codes WHERE contact = @Contact AND purpose = @Purpose AND user_id = @UserId"
    );

    private static readonly Sql<PhoneCode> Insert = new(
        """
        INSERT INTO phone_codes (contact, purpose, user_id, mac, protected_key, expires_at)
        VALUES (@Contact, @Purpose, @UserId, @Mac, @ProtectedKey, @ExpiresAt)
        """
    );

    private static readonly Sql<ByKey> FindByKey = new(
        """
        SELECT contact, purpose, user_id, mac, protected_key, expires_at FROM phone_codes
        WHERE contact = @Contact AND purpose = @Purpose AND user_id = @UserId
        """
    );

    private static readonly Sql<ByMac> Take = new(
        "DELETE FROM phone_codes WHERE contact = @Contact AND purpose = @Purpose AND user_id = @UserId AND mac = @Mac"
    );

    private static readonly Sql<Sign> FindLastSign = new(
        """
        SELECT MAX(s.seen) FROM (
            SELECT MAX(last_seen_at) AS seen FROM sessions WHERE user_id = @UserId
            UNION ALL
            SELECT MAX(verified_at) FROM verified_contacts WHERE user_id = @UserId AND contact_key = @Contact
        ) s
        """
    );

    public async Task<bool> TryReplaceAsync(PhoneCode code, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(Delete, new ByKey(code.Contact, code.Purpose, code.UserId), cancellationToken);
        return await db.TryInsertAsync(Insert, code, cancellationToken);
    }

    public Task<PhoneCode?> FindAsync(string contact, string purpose, long userId, CancellationToken cancellationToken) =>
        db.FindAsync<PhoneCode, ByKey>(FindByKey, new ByKey(contact, purpose, userId), cancellationToken);

    public async Task<bool> TryTakeAsync(PhoneCode code, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Take, new ByMac(code.Contact, code.Purpose, code.UserId, code.Mac), cancellationToken) == 1;

    public Task<long?> FindLastSignAsync(long userId, string contact, CancellationToken cancellationToken) =>
        db.FindAsync<long?, Sign>(FindLastSign, new Sign(userId, contact), cancellationToken);

    private sealed record ByKey(string Contact, string Purpose, long UserId);

    private sealed record ByMac(string Contact, string Purpose, long UserId, byte[] Mac);

    private sealed record Sign(long UserId, string Contact);
}
