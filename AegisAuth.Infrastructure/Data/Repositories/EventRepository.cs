using AegisAuth.Application.Events;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class EventRepository(SqlUnitOfWork db) : IEventRepository
{
    private const string Columns = "e.id, e.message_id, e.type, e.user_id, u.aegisspeed_id, e.created_at, e.attempts, e.next_at";

    // The first of its user that is not given up: the others wait for it.
    private const string Due = """
        FROM events e
        JOIN users u ON u.id = e.user_id
        WHERE e.parked = 0 AND (e.next_at <= @Now OR e.next_at > @Latest)
          AND NOT EXISTS (SELECT 1 FROM events f WHERE f.user_id = e.user_id AND f.parked = 0 AND f.id < e.id)
        ORDER BY e.id
        """;

    private static readonly Sql<NewRow> Insert = new(
        """
        INSERT INTO events (message_id, type, user_id, created_at, attempts, next_at, parked)
        SELECT @MessageId, @Type, id, @Now, 0, @Now, 0 FROM users WHERE aegisspeed_id = @AegisSpeedId
        """
    );

    private static readonly Sql<When> ListDue = new(
        sqlite: $"SELECT {Columns} {Due} LIMIT @Limit",
        sqlServer: $"SELECT TOP (@Limit) {Columns} {Due}"
    );

    private static readonly Sql<Leasing> Lease = new(
        """
        UPDATE events SET next_at = @Until, attempts = @Attempts + 1, lease = @Lease
        WHERE id = @Id AND next_at = @NextAt AND attempts = @Attempts AND parked = 0
        """
    );

    private static readonly Sql<Leased> Delete = new("DELETE FROM events WHERE id = @Id AND lease = @Lease");

    private static readonly Sql<Postponing> Postpone = new(
        "UPDATE events SET next_at = @NextAt, lease = NULL WHERE id = @Id AND lease = @Lease"
    );

    private static readonly Sql<Leased> Park = new("UPDATE events SET parked = 1, lease = NULL WHERE id = @Id AND lease = @Lease");

    private static readonly Sql<NoParameters> CountParked = new("SELECT COUNT(*) FROM events WHERE parked = 1");

    public Task AddAsync(string messageId, string type, string aegisSpeedId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.DeferAsync(Insert, new NewRow(messageId, type, aegisSpeedId, now), cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> ListDueAsync(
        DateTimeOffset now,
        DateTimeOffset latest,
        int limit,
        CancellationToken cancellationToken
    ) => db.ListAsync<StoredEvent, When>(ListDue, new When(now, latest, limit), cancellationToken);

    public async Task<bool> TryLeaseAsync(StoredEvent due, string lease, DateTimeOffset until, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(Lease, new Leasing(due.Id, due.NextAt, due.Attempts, lease, until), cancellationToken) == 1;

    public Task DeleteAsync(long id, string lease, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Delete, new Leased(id, lease), cancellationToken);

    public Task PostponeAsync(long id, string lease, DateTimeOffset nextAt, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Postpone, new Postponing(id, lease, nextAt), cancellationToken);

    public Task ParkAsync(long id, string lease, CancellationToken cancellationToken) =>
        db.ExecuteAsync(Park, new Leased(id, lease), cancellationToken);

    public Task<int> CountParkedAsync(CancellationToken cancellationToken) =>
        db.FindAsync<int, NoParameters>(CountParked, NoParameters.None, cancellationToken);

    private sealed record NewRow(string MessageId, string Type, string AegisSpeedId, DateTimeOffset Now);

    private sealed record When(DateTimeOffset Now, DateTimeOffset Latest, int Limit);

    private sealed record Leasing(long Id, DateTimeOffset NextAt, int Attempts, string Lease, DateTimeOffset Until);

    private sealed record Leased(long Id, string Lease);

    private sealed record Postponing(long Id, string Lease, DateTimeOffset NextAt);
}
