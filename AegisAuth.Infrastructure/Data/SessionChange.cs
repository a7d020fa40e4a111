namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// What a statement makes stale of that which a request has read of its session (<c>SessionRepository.FindByToken</c>). A
/// statement says so beside its text; a test reads every text and fails where the two disagree.
/// </summary>
internal enum SessionChange
{
    /// <summary>Nothing: it touches nothing that a request reads with its session. A new row makes no older reading wrong.</summary>
    None,

    /// <summary>Rows that have ended already: a reading of them lets no request in.</summary>
    Ended,

    /// <summary>When it was last used: this node reads it again, for others the older time is good enough.</summary>
    LastUse,

    /// <summary>Whether it is alive, whose it is, or what it may do: every node reads it again.</summary>
    Access,
}
