using AegisAuth.Application.Organisations;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class OrganisationRepository(SqlUnitOfWork db) : IOrganisations
{
    // In use without a name counts too: what accounts are in was there before there were names.
    private const string Known = """
        SELECT id FROM organisations WHERE id > @After AND (@OnlyId IS NULL OR id = @OnlyId)
        UNION
        SELECT organisation_id FROM users WHERE organisation_id > @After AND (@OnlyId IS NULL OR organisation_id = @OnlyId)
        """;

    private const string Named = $"""
        k.id, COALESCE(o.name, '') AS name
        FROM ({Known}) k
        LEFT JOIN organisations o ON o.id = k.id
        ORDER BY k.id
        """;

    private static readonly Sql<Range> List = new(sqlite: $"SELECT {Named} LIMIT @Limit", sqlServer: $"SELECT TOP (@Limit) {Named}");

    // Lines of the log are read by the organisation that they name: a new one must not inherit those of an old one.
    private static readonly Sql<Ceiling> NextNumber = new(
        """
        SELECT COALESCE(MAX(n.id), 0) + 1
        FROM (
            SELECT MAX(organisation_id) AS id FROM users WHERE organisation_id < @Below
            UNION
            SELECT MAX(organisation_id) FROM audit_entries WHERE organisation_id < @Below
            UNION
            SELECT MAX(id) FROM organisations WHERE id < @Below) n
        """
    );

    private static readonly Sql<ByName> FindByName = new("SELECT id FROM organisations WHERE name_key = @NameKey");

    private static readonly Sql<NewName> Rename = new("UPDATE organisations SET name = @Name, name_key = @NameKey WHERE id = @Id");

    private static readonly Sql<NewRow> Insert = new(
        "INSERT INTO organisations (id, name, name_key, created_at) VALUES (@Id, @Name, @NameKey, @CreatedAt)"
    );

    // The greatest whole number that every reader of JSON keeps exact.
    private const long MaxNumber = (1L << 53) - 1;

    public Task<IReadOnlyList<Organisation>> ListAsync(long? only, long after, int limit, CancellationToken cancellationToken) =>
        db.ListAsync<Organisation, Range>(List, new Range(only, after, limit), cancellationToken);

    public Task<long> NextNumberAsync(CancellationToken cancellationToken) =>
        db.FindAsync<long, Ceiling>(NextNumber, new Ceiling(MaxNumber), cancellationToken);

    public Task<long?> FindByNameAsync(string nameKey, CancellationToken cancellationToken) =>
        db.FindAsync<long?, ByName>(FindByName, new ByName(nameKey), cancellationToken);

    public async Task SetNameAsync(Organisation organisation, string nameKey, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (await db.ExecuteAsync(Rename, new NewName(organisation.Id, organisation.Name, nameKey), cancellationToken) == 0)
        {
            await db.ExecuteAsync(Insert, new NewRow(organisation.Id, organisation.Name, nameKey, at), cancellationToken);
        }
    }

    private sealed record Range(long? OnlyId, long After, int Limit);

    private sealed record Ceiling(long Below);

    private sealed record ByName(string NameKey);

    private sealed record NewName(long Id, string Name, string NameKey);

    private sealed record NewRow(long Id, string Name, string NameKey, DateTimeOffset CreatedAt);
}
