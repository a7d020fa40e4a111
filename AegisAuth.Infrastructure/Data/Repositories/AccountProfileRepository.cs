using AegisAuth.Application.Account;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AccountProfileRepository(SqlUnitOfWork db) : IAccountProfileRepository
{
    private static readonly Sql<ByCode> FindInviter = new("SELECT id FROM users WHERE invite_code = @InviteCode AND erased_at IS NULL");

    private static readonly Sql<DetailChange> Change = new(
        """
        UPDATE users
        SET real_name = COALESCE(@RealName, real_name), avatar_url = COALESCE(@AvatarUrl, avatar_url),
            email = COALESCE(@Email, email), phone = COALESCE(@Phone, phone), updated_at = @At
        WHERE id = @UserId AND enabled = 1
        """
    );

    private static readonly Sql<ByUser> ListContacts = new("SELECT contact_key FROM verified_contacts WHERE user_id = @UserId");

    internal static readonly Sql<Contact> InsertContact = new(
        "INSERT INTO verified_contacts (contact_key, user_id, verified_at) VALUES (@ContactKey, @UserId, @At)"
    );

    private static readonly Sql<AllBut> DropContacts = new(
        """
        DELETE FROM verified_contacts
        WHERE user_id = @UserId AND contact_key >= @First AND contact_key < @PastLast AND contact_key <> @ExceptKey
        """
    );

    public Task<long?> FindInviterAsync(string inviteCode, CancellationToken cancellationToken) =>
        db.FindAsync<long?, ByCode>(FindInviter, new ByCode(inviteCode), cancellationToken);

    public Task<bool> TryLockAsync(long userId, CancellationToken cancellationToken) => UserLock.LockAsync(db, userId, cancellationToken);

    public async Task<bool> TryChangeAsync(DetailChange change, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Change, change, cancellationToken) == 1;

    public Task<IReadOnlyList<string>> ListContactsAsync(long userId, CancellationToken cancellationToken) =>
        db.ListAsync<string, ByUser>(ListContacts, new ByUser(userId), cancellationToken);

    public Task<bool> TryAddContactAsync(string contactKey, long userId, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.TryInsertAsync(InsertContact, new Contact(contactKey, userId, at), cancellationToken);

    public Task DropContactsAsync(long userId, string prefix, string? exceptKey, CancellationToken cancellationToken) =>
        // The keys of one kind lie between "email:" and "email;", the character after the colon.
        db.ExecuteAsync(DropContacts, new AllBut(userId, prefix, prefix[..^1] + ';', exceptKey ?? ""), cancellationToken);

    private sealed record ByCode(string InviteCode);

    private sealed record ByUser(long UserId);

    internal sealed record Contact(string ContactKey, long UserId, DateTimeOffset At);

    private sealed record AllBut(long UserId, string First, string PastLast, string ExceptKey);
}
