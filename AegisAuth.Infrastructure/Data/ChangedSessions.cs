using AegisAuth.Application.Sessions;

namespace AegisAuth.Infrastructure.Data;

/// <summary>Whose sessions the statements of one transaction make stale; null stands for all users.</summary>
internal sealed class ChangedSessions(SessionFreshness freshness)
{
    private readonly HashSet<long?> _changed = [];
    private readonly HashSet<long?> _announced = [];

    /// <summary>Of whom the other nodes must hear.</summary>
    public IReadOnlyCollection<long?> Announced => _announced;

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
}
