using AegisAuth.Application.Messages;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class QueuedMailRepository(SqlUnitOfWork db) : IQueuedMailRepository
{
    private const string Columns = "id, protected_message, attempts, next_at, expires_at";

    private static readonly Sql<NewRow> Insert = new(
        """
        INSERT INTO queued_mails (id, protected_message, user_id, attempts, next_at, expires_at)
        VALUES (@Id, @ProtectedMessage, @UserId, 0, @NextAt, @ExpiresAt)
        """
    );

    private static readonly Sql<Due> ListFresh = List("attempts = 0");

    private static readonly Sql<Due> ListTried = List("attempts > 0");

    private static readonly Sql<Leasing> Lease = new(
        """
        UPDATE queued_mails SET next_at = @Until, attempts = @Attempts + 1, lease = @Lease
        WHERE id = @Id AND next_at = @NextAt AND attempts = @Attempts
        """
    );

    private static readonly Sql<Leased> Delete = new("DELETE FROM queued_mails WHERE id = @Id AND lease = @Lease");

    private static readonly Sql<Postponing> Postpone = new(
        "UPDATE queued_mails SET next_at = @NextAt, lease = NULL WHERE id = @Id AND lease = @Lease"
    );

    private static readonly Sql<ByUser> FindReceiver = new(
        """
        SELECT u.user_name, c.contact_key FROM users u JOIN verified_contacts c ON c.user_id = u.id
        WHERE u.id = @UserId AND c.contact_key >= 'email:' AND c.contact_key < 'email;'
        """
    );

    public Task AddAsync(QueuedMail mail, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Insert, new NewRow(mail.Id, mail.ProtectedMessage, mail.UserId, mail.NextAt, mail.ExpiresAt), cancellationToken);

    public Task<IReadOnlyList<QueuedMail>> ListDueAsync(
        bool tried,
        DateTimeOffset now,
        DateTimeOffset latest,
        int limit,
        CancellationToken cancellationToken
    ) => db.ListAsync<QueuedMail, Due>(tried ? ListTried : ListFresh, new Due(now, latest, limit), cancellationToken);

    public async Task<bool> TryLeaseAsync(QueuedMail mail, string lease, DateTimeOffset until, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Lease, new Leasing(mail.Id, mail.NextAt, mail.Attempts, lease, until), cancellationToken) == 1;

    public Task DeleteAsync(string id, string lease, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Delete, new Leased(id, lease), cancellationToken);

    public Task PostponeAsync(string id, string lease, DateTimeOffset nextAt, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Postpone, new Postponing(id, lease, nextAt), cancellationToken);

    public async Task<NoticeReceiver?> FindReceiverAsync(long userId, CancellationToken cancellationToken) =>
        await db.FindAsync<Receiver, ByUser>(FindReceiver, new ByUser(userId), cancellationToken) is { } found
            ? new NoticeReceiver(found.UserName, found.ContactKey["email:".Length..])
            : null;

    private static Sql<Due> List(string which) =>
        new(
            sqlite: $"""
            SELECT {Columns} FROM queued_mails
            WHERE {which} AND (next_at <= @Now OR next_at > @Latest) ORDER BY next_at LIMIT @Limit
            """,
            sqlServer: $"""
            SELECT TOP (@Limit) {Columns} FROM queued_mails
            WHERE {which} AND (next_at <= @Now OR next_at > @Latest) ORDER BY next_at
            """
        );

    private sealed class Receiver
    {
        public string UserName { get; init; } = "";

        public string ContactKey { get; init; } = "";
    }

    private sealed record NewRow(string Id, string ProtectedMessage, long? UserId, DateTimeOffset NextAt, DateTimeOffset ExpiresAt);

    private sealed record Due(DateTimeOffset Now, DateTimeOffset Latest, int Limit);

    private sealed record Leasing(string Id, DateTimeOffset NextAt, int Attempts, string Lease, DateTimeOffset Until);

    private sealed record Leased(string Id, string Lease);

    private sealed record Postponing(string Id, string Lease, DateTimeOffset NextAt);

    private sealed record ByUser(long UserId);
}
