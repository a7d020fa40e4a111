using AegisAuth.Application.Audit;
using AegisAuth.Domain;

namespace AegisAuth.Infrastructure.Data;

internal sealed class AuditTrailRepository(DbSession db) : IAuditTrail
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
}
