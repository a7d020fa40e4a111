using AegisAuth.Application.Sessions;

namespace AegisAuth.Infrastructure.Data;

/// <summary>Whose sessions the statements of one transaction make stale; null stands for all users.</summary>
internal sealed class ChangedSessions(SessionFreshness freshness)
{
    private static readonly Sql<OneGroup> Raise = new("UPDATE session_changes SET number = number + 1 WHERE user_group = @UserGroup");

    private static readonly Sql<NoParameters> RaiseAll = new("UPDATE session_changes SET number = number + 1");

    private readonly HashSet<long?> _changed = [];
    private readonly HashSet<long?> _announced = [];

    /// <summary>A statement is about to run; whose sessions it is about.</summary>
    public long? Note<TParameters>(Sql<TParameters> sql, TParameters parameters)
    {
        if (sql.Change is not (SessionChange.LastUse or SessionChange.Access))
        {
            return null;
        }

        var user = sql.Whose(parameters);
        _changed.Add(user);
        return user;
    }

    /// <summary>The statement has run.</summary>
    public void Announce(SessionChange change, long? user, int rows)
    {
        if (change == SessionChange.Access && rows > 0)
        {
            _announced.Add(user);
        }
    }

    /// <summary>Tells the other nodes whose sessions the open transaction changes.</summary>
    /// <remarks>Call it last: the rows stay locked until the end. In the order of the groups two of them cannot deadlock.</remarks>
    public async Task RaiseAsync(SqlUnitOfWork db, CancellationToken cancellationToken)
    {
        if (_announced.Contains(null))
        {
            await db.DeferAsync(RaiseAll, NoParameters.None, cancellationToken);
            return;
        }

        foreach (var group in _announced.Select(user => SessionFreshness.GroupOf(user!.Value)).Distinct().Order())
        {
            await db.DeferAsync(Raise, new OneGroup(group), cancellationToken);
        }
    }

    /// <summary>The transaction is over: this node reads again what it may have changed.</summary>
    public void Forget()
    {
        foreach (var userId in _changed)
        {
            if (userId is { } known)
            {
                freshness.Forget(known);
            }
            else
            {
                freshness.ForgetAll();
            }
        }

        _changed.Clear();
        _announced.Clear();
    }

    private sealed record OneGroup(int UserGroup);
}
