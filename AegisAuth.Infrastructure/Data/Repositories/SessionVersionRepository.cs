using AegisAuth.Application.Sessions;

namespace AegisAuth.Infrastructure.Data.Repositories;

internal sealed class SessionVersionRepository(SqlUnitOfWork db) : ISessionVersionRepository
{
    private static readonly Sql<NoParameters> Read = new("SELECT number FROM session_changes ORDER BY user_group");

    private static readonly Sql<OneGroup> Raise = new("UPDATE session_changes SET number = number + 1 WHERE user_group = @UserGroup");

    private static readonly Sql<NoParameters> RaiseAll = new("UPDATE session_changes SET number = number + 1");

    public async Task<IReadOnlyList<long>> ReadAsync(CancellationToken cancellationToken)
    {
        var numbers = await db.ListAsync<long, NoParameters>(Read, NoParameters.None, cancellationToken);
        return numbers.Count == SessionFreshness.Groups
            ? numbers
            : throw new InvalidOperationException("A row is missing from the table session_changes.");
    }

    /// <summary>Tells the other nodes whose sessions the open transaction changes; null stands for all users.</summary>
    /// <remarks>Call it last: the rows stay locked until the end. In the order of the groups two of them cannot deadlock.</remarks>
    public static async Task RaiseAsync(SqlUnitOfWork db, IReadOnlyCollection<long?> users, CancellationToken cancellationToken)
    {
        if (users.Contains(null))
        {
            await db.DeferAsync(RaiseAll, NoParameters.None, cancellationToken);
            return;
        }

        foreach (var group in users.Select(user => SessionFreshness.GroupOf(user!.Value)).Distinct().Order())
        {
            await db.DeferAsync(Raise, new OneGroup(group), cancellationToken);
        }
    }

    private sealed record OneGroup(int UserGroup);
}
