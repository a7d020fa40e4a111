using AegisAuth.Application.Audit;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AuditLogReader(SqlUnitOfWork db) : IAuditLogReader
{
    internal const string Columns =
        "sequence, at, action, actor, target, organisation_id, outcome, reason, address, user_agent, correlation_id, origin_salt, origin_digest, previous_hash, hash";

    private const string Rest = """
        (@Actor IS NULL OR actor = @Actor)
          AND (@Action IS NULL OR action = @Action)
          AND (@Outcome IS NULL OR outcome = @Outcome)
          AND (@From IS NULL OR at >= @From)
          AND (@To IS NULL OR at <= @To)
          AND sequence > 0 AND sequence < @Before
        """;

    // Three ways in, each along an index: about one account, in one organisation, or everything.
    private static readonly Sql<Page> ListAll = Select(Rest);

    private static readonly Sql<Page> ListOfOrganisation = Select($"organisation_id = @OrganisationId AND {Rest}");

    private static readonly Sql<Page> ListOfTarget = Select(
        $"target = @Target AND (@OrganisationId IS NULL OR organisation_id = @OrganisationId) AND {Rest}"
    );

    private static readonly Sql<Batch> ReadOn = new(
        sqlite: $"SELECT {Columns} FROM audit_entries WHERE sequence > @After ORDER BY sequence LIMIT @Limit",
        sqlServer: $"SELECT TOP (@Limit) {Columns} FROM audit_entries WHERE sequence > @After ORDER BY sequence"
    );

    // The order of writing; within one millisecond, each process by itself counts upwards.
    private static readonly Sql<Newest> ReadUnsealed = new(
        sqlite: $"SELECT {Columns} FROM audit_entries WHERE sequence < 0 ORDER BY at, sequence LIMIT @Limit",
        sqlServer: $"SELECT TOP (@Limit) {Columns} FROM audit_entries WHERE sequence < 0 ORDER BY at, sequence"
    );

    private static readonly Sql<Place> Seal = new(
        "UPDATE audit_entries SET sequence = @Sequence, previous_hash = @PreviousHash, hash = @Hash WHERE sequence = @Unsealed"
    );

    private static readonly Sql<Link> SetHead = new("UPDATE audit_head SET sequence = @Sequence, hash = @Hash WHERE id = 1");

    private static readonly Sql<NoParameters> Lock = new("UPDATE audit_head SET sequence = sequence WHERE id = 1");

    private static readonly Sql<NoParameters> ReadEnds = new(
        "SELECT sequence, hash, pruned_sequence, pruned_hash FROM audit_head WHERE id = 1"
    );

    private static readonly Sql<Link> SetPruned = new(
        "UPDATE audit_head SET pruned_sequence = @Sequence, pruned_hash = @Hash WHERE id = 1"
    );

    private static readonly Sql<Account> CountErased = new(
        "SELECT COUNT(*) FROM users WHERE aegisspeed_id = @AegisSpeedId AND erased_at IS NOT NULL"
    );

    private static readonly Sql<Link> DeletePruned = new("DELETE FROM audit_entries WHERE sequence > 0 AND sequence <= @Sequence");

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long before, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<AuditEntry, Page>(
            filter switch
            {
                { Target: not null } => ListOfTarget,
                { OrganisationId: not null } => ListOfOrganisation,
                _ => ListAll,
            },
            new Page(
                filter.OrganisationId,
                filter.Target,
                filter.Actor,
                filter.Action,
                filter.Outcome,
                filter.From,
                filter.To,
                before,
                limit
            ),
            cancellationToken
        );

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<AuditEntry, Batch>(ReadOn, new Batch(after, limit), cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> ReadUnsealedAsync(int limit, CancellationToken cancellationToken) =>
        db.ListAsync<AuditEntry, Newest>(ReadUnsealed, new Newest(limit), cancellationToken);

    public async Task SealAsync(IReadOnlyList<(long Unsealed, AuditEntry Entry)> places, CancellationToken cancellationToken)
    {
        foreach (var (unsealed, entry) in places)
        {
            await db.DeferAsync(Seal, new Place(unsealed, entry.Sequence, entry.PreviousHash, entry.Hash), cancellationToken);
        }

        var last = places[^1].Entry;
        await db.DeferAsync(SetHead, new Link(last.Sequence, last.Hash), cancellationToken);
    }

    public async Task<AuditEnds> ReadEndsAsync(bool hold, CancellationToken cancellationToken)
    {
        if (hold)
        {
            await db.ExecuteAsync(Lock, NoParameters.None, cancellationToken);
        }

        return await db.FindAsync<AuditEnds, NoParameters>(ReadEnds, NoParameters.None, cancellationToken)
            ?? throw new InvalidOperationException("The audit log has lost its head row.");
    }

    public async Task<IReadOnlyList<string>> ListErasedAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellationToken)
    {
        var erased = new List<string>();
        foreach (var account in accounts)
        {
            if (await db.FindAsync<long, Account>(CountErased, new Account(account), cancellationToken) > 0)
            {
                erased.Add(account);
            }
        }

        return erased;
    }

    public async Task PruneAsync(long sequence, byte[] hash, CancellationToken cancellationToken)
    {
        var link = new Link(sequence, hash);
        await db.ExecuteAsync(SetPruned, link, cancellationToken);
        await db.ExecuteAsync(DeletePruned, link, cancellationToken);
    }

    private static Sql<Page> Select(string where) =>
        new(
            sqlite: $"SELECT {Columns} FROM audit_entries WHERE {where} ORDER BY sequence DESC LIMIT @Limit",
            sqlServer: $"SELECT TOP (@Limit) {Columns} FROM audit_entries WHERE {where} ORDER BY sequence DESC"
        );

    private sealed record Page(
        long? OrganisationId,
        string? Target,
        string? Actor,
        string? Action,
        string? Outcome,
        DateTimeOffset? From,
        DateTimeOffset? To,
        long Before,
        int Limit
    );

    private sealed record Batch(long After, int Limit);

    private sealed record Newest(int Limit);

    private sealed record Place(long Unsealed, long Sequence, byte[] PreviousHash, byte[] Hash);

    private sealed record Account(string AegisSpeedId);

    private sealed record Link(long Sequence, byte[] Hash);
}
