using AegisAuth.Application.Sessions;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class SessionVersionRepository(SqlUnitOfWork db) : ISessionVersionRepository
{
    private static readonly Sql<NoParameters> Read = new("SELECT number FROM session_changes ORDER BY user_group");

    public async Task<IReadOnlyList<long>> ReadAsync(CancellationToken cancellationToken)
    {
        var numbers = await db.ListAsync<long, NoParameters>(Read, NoParameters.None, cancellationToken);
        return numbers.Count == SessionFreshness.Groups
            ? numbers
            : throw new InvalidOperationException("A row is missing from the table session_changes.");
    }
}
