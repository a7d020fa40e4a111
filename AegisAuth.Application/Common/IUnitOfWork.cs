namespace AegisAuth.Application.Common;

/// <summary>Several repository calls that happen all or not at all.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Runs the work in one transaction and commits it when it returns; an exception undoes it. Inside another
    /// run it joins that one. The work may be run again from its start when another transaction was faster, so it
    /// must do nothing but call repositories and compute.
    /// </summary>
    Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken);
}

/// <summary>A row changed between reading and writing it: the transaction is undone and run again.</summary>
public sealed class ConcurrencyConflictException() : Exception("A row changed between reading and writing it.");
