namespace AegisAuth.Application.Common;

/// <summary>Brings the schema of the database up to date.</summary>
public interface IMigrator
{
    /// <summary>
    /// Applies what is missing, then runs <paramref name="seed"/>, both under a lock that one node at a time holds.
    /// </summary>
    /// <exception cref="MigrationException">A script failed, or the lock was not to be had.</exception>
    Task RunAsync(Func<Task> seed, CancellationToken cancellationToken);

    /// <summary>Whether there is nothing yet: no file, or a database in which no migration was applied.</summary>
    bool IsEmpty();

    /// <summary>Whether every migration of this program has been applied. Throws when the database is away.</summary>
    bool IsUpToDate();

    /// <summary>
    /// The newest migration that a later version has applied and this one does not know; null where there is none. A node
    /// goes on beside nodes of that version, but nothing of this version should begin there.
    /// </summary>
    string? FindNewer();

    /// <summary>Adds what a running program needs in the course of time, such as the next key of the ring; one node at a time.</summary>
    Task KeepUpAsync(CancellationToken cancellationToken);
}

/// <summary>The database cannot be brought up to date; the message says why in one sentence, without a secret.</summary>
public sealed class MigrationException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The sentence for a database that a later version has migrated.</summary>
    /// <param name="migration">From <see cref="IMigrator.FindNewer"/>.</param>
    public static string NewerVersion(string migration) =>
        $"The database is of a newer version of AegisAuth, which has applied {migration}: start that version, or restore a backup from before it.";
}
