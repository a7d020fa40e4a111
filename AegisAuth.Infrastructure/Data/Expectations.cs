using System.Data.Common;
using AegisAuth.Application.Common;

namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// What a transaction has taken for granted so far: that a statement changes one row. Where that is wrong it is undone, and
/// its next runs take nothing for granted.
/// </summary>
internal sealed class Expectations
{
    private bool _any;

    /// <summary>Whether an earlier run of this transaction was wrong.</summary>
    public bool WereWrong { get; private set; }

    /// <summary>A transaction begins, with its first run.</summary>
    public void Begin()
    {
        _any = false;
        WereWrong = false;
    }

    /// <summary>A statement waits whose answer is taken for granted.</summary>
    public void Made() => _any = true;

    /// <summary>Such a statement has run.</summary>
    /// <exception cref="ConcurrencyConflictException">It did not change one row.</exception>
    public void Check(int rows)
    {
        if (rows != 1)
        {
            WereWrong = true;
            throw new ConcurrencyConflictException();
        }
    }

    /// <summary>
    /// Whether a fault may come from an answer that was wrong: a statement behind it in the same batch has failed on what is
    /// not there. The next run will tell. What the engine itself is about, it is no reason for.
    /// </summary>
    public bool MayExplain(Exception fault, Database database)
    {
        var explains =
            _any
            && !WereWrong
            && (fault is StatementException || (fault is DbException e && !database.IsTransient(e) && !database.IsAway(e)));
        WereWrong |= explains;
        return explains;
    }
}
