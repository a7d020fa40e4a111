namespace AegisAuth.Application.Common;

/// <summary>Brings the schema of the database up to date.</summary>
public interface IMigrator
{
    /// <summary>
    /// Applies what is missing, then runs <paramref name="seed"/>, both under a lock that one node at a time holds.
    /// </summary>
    /// <exception cref="MigrationException">A script failed, or the lock was not to be had.</exception>
    Task RunAsync(Func<Task> seed, CancellationToken cancellationToken);

    /// <summary>Whether every migration of this program has been applied. Throws when the database is away.</summary>
    bool IsUpToDate();

    /// <summary>Adds what a running program needs in the course of time, such as the next key of the ring; one node at a time.</summary>
    Task KeepUpAsync(CancellationToken cancellationToken);
}

/// <summary>The database cannot be brought up to date; the message says why in one sentence, without a secret.</summary>
public sealed class MigrationException(string message, Exception? innerException = null) : Exception(message, innerException);
