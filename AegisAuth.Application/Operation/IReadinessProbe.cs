namespace AegisAuth.Application.Operation;

/// <summary>Tries what every login needs.</summary>
public interface IReadinessProbe
{
    /// <summary>
    /// Writes to the database and undoes it, protects a text and reads it back. Answers within two seconds, whatever the
    /// database does, and throws nothing but a cancellation.
    /// </summary>
    Task<Readiness> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>Whether a login could work now, or what is in its way.</summary>
public enum Readiness
{
    /// <summary>Nothing is.</summary>
    Ready,

    /// <summary>Migrations of this program are missing.</summary>
    NotMigrated,

    /// <summary>The database does not answer.</summary>
    DatabaseAway,

    /// <summary>Another program holds the database.</summary>
    DatabaseBusy,

    /// <summary>The database takes no writes: its disk is full, or it is read-only.</summary>
    DatabaseNotWritable,

    /// <summary>The file at the path is another one than the program has open, or there is none.</summary>
    DatabaseFileReplaced,

    /// <summary>The key ring in the database cannot be read, or protects nothing.</summary>
    KeyRingUnusable,
}
