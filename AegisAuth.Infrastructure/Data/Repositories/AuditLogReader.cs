using AegisAuth.Application.Audit;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class AuditLogReader(SqlUnitOfWork db) : IAuditLogReader
{
    private const string Columns =
        "sequence, at, action, actor, target, organisation_id, outcome, reason, address, user_agent, correlation_id, previous_hash, hash";

    private const string Rest = """
        (@Actor IS NULL OR actor = @Actor)
          AND (@Action IS NULL OR action = @Action)
          AND (@Outcome IS NULL OR outcome = @Outcome)
          AND sequence < @Before
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

    private static readonly Sql<NoParameters> Lock = new("UPDATE audit_head SET sequence = sequence WHERE id = 1");

    private static readonly Sql<NoParameters> ReadEnds = new(
        "SELECT sequence, hash, pruned_sequence, pruned_hash FROM audit_head WHERE id = 1"
    );

    private static readonly Sql<Link> SetPruned = new(
        "UPDATE audit_head SET pruned_sequence = @Sequence, pruned_hash = @Hash WHERE id = 1"
    );

    private static readonly Sql<Link> DeletePruned = new("DELETE FROM audit_entries WHERE sequence <= @Sequence");

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long before, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<AuditEntry, Page>(
            filter switch
            {
                { Target: not null } => ListOfTarget,
                { OrganisationId: not null } => ListOfOrganisation,
                _ => ListAll,
            },
            new Page(filter.OrganisationId, filter.Target, filter.Actor, filter.Action, filter.Outcome, before, limit),
            cancellationToken
        );

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<AuditEntry, Batch>(ReadOn, new Batch(after, limit), cancellationToken);

    public async Task<AuditEnds> ReadEndsAsync(bool hold, CancellationToken cancellationToken)
    {
        if (hold)
        {
            await db.ExecuteAsync(Lock, NoParameters.None, cancellationToken);
        }

        return await db.FindAsync<AuditEnds, NoParameters>(ReadEnds, NoParameters.None, cancellationToken)
            ?? throw new InvalidOperationException("The audit log has lost its head row.");
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
        long Before,
        int Limit
    );

    private sealed record Batch(long After, int Limit);

    private sealed record Link(long Sequence, byte[] Hash);
}
