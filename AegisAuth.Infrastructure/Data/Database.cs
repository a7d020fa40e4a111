using System.Data.Common;
using AegisAuth.Application;
using AegisAuth.Application.Common;
using DbUp.Builder;

namespace AegisAuth.Infrastructure.Data;

/// <summary>The dialect seam: what differs between the engines beside the spelling of a statement.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>How long a node waits for another one that migrates.</summary>
    protected static readonly TimeSpan MigrationLockTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long a statement or a transaction may wait for others before the client hears that the service is busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _trips;

    public abstract DatabaseProvider Provider { get; }

    /// <summary>Whether there is not even a file yet, which the first start makes.</summary>
    public virtual bool IsMissing => false;

    /// <summary>A lot will be written by this process, and nothing else done: an engine in this process may be tuned for it.</summary>
    public virtual void ExpectMany() { }

    /// <summary>Whether statements that wait are sent together in one batch.</summary>
    public virtual bool Batches => false;

    /// <summary>
    /// Whether transactions run beside each other and must lock the rows that they read to change. SQLite has one writer.
    /// </summary>
    public virtual bool LocksRows => true;

    /// <summary>
    /// Whether a SELECT passes by the rows that others have locked and brings them as they were committed. On SQL Server that
    /// depends on a setting of the database (READ_COMMITTED_SNAPSHOT); without it readers and writers wait for each other.
    /// </summary>
    public virtual bool ReadsPastLocks => false;

    /// <summary>How often this node has asked the engine something and waited for the answer.</summary>
    public long Trips => Interlocked.Read(ref _trips);

    public void CountTrip() => Interlocked.Increment(ref _trips);

    /// <summary>An open connection, from the pool where there is one.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>A connection for a probe: what is written to it reaches the engine's disk before the transaction ends.</summary>
    public virtual Task<DbConnection> OpenApartAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    /// <summary>Holds the right to write until it is disposed. Only SQLite has one writer at a time.</summary>
    /// <exception cref="DatabaseAwayException">Others had it for longer than <see cref="Patience"/>.</exception>
    public ValueTask<WriteTurn> EnterWriteAsync(CancellationToken cancellationToken) => EnterWriteAsync(Patience, cancellationToken);

    /// <summary>The same, waiting as long as given.</summary>
    /// <exception cref="DatabaseAwayException">Others had it for longer.</exception>
    public virtual ValueTask<WriteTurn> EnterWriteAsync(TimeSpan patience, CancellationToken cancellationToken) => default;

    /// <summary>The clock of the server; null where the engine has none of its own.</summary>
    public virtual Task<DateTimeOffset?> ClockAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

    /// <summary>Whether the statement lost against a unique constraint.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>Whether the engine gave up this transaction for another one: the whole work may be run again.</summary>
    public abstract bool IsTransient(DbException exception);

    /// <summary>Whether another transaction holds what the statement needs, and the engine has ended the waiting for it.</summary>
    public abstract bool IsBusy(Exception exception);

    /// <summary>Whether the engine has no room, or may not write.</summary>
    public abstract bool IsNotWritable(DbException exception);

    /// <summary>Whether the fault is that the engine does not answer, has ended the conversation, or cannot serve now.</summary>
    public abstract bool IsAway(Exception exception);

    /// <summary>
    /// The same fault in words of our own, where the message of the engine may quote a value: what is logged must not hold
    /// a hash or an address. Null where it names no value.
    /// </summary>
    public virtual StatementException? Reword(DbException exception) => null;

    /// <summary>The INSERT that changes no row, instead of ending the transaction, when the key exists already.</summary>
    public virtual string TryInsert(string insert) => insert;

    /// <summary>What DbUp runs the migrations with.</summary>
    public abstract UpgradeEngineBuilder Upgrade();

    /// <summary>Makes what must be there before the first connection: for SQLite the file, once, at the start.</summary>
    /// <exception cref="MigrationException">A database of an earlier version lies elsewhere.</exception>
    public virtual void CreateIfMissing() { }

    /// <summary>Prepares what migrations cannot: they run inside a transaction.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Keeps other nodes from migrating until it is disposed; it ends with this process, however that ends.</summary>
    /// <exception cref="MigrationException">Another node has held the lock for too long.</exception>
    public abstract Task<IAsyncDisposable> LockMigrationAsync(CancellationToken cancellationToken);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    protected static MigrationException MigrationIsHeld(Exception? inner = null) =>
        new($"Another node has held the migration lock for {MigrationLockTimeout.TotalSeconds} seconds.", inner);

    /// <summary>Opens the connection, or disposes of it when that fails.</summary>
    protected static async Task<DbConnection> OpenOrDisposeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>The right to write; given back on disposal.</summary>
internal readonly struct WriteTurn(SemaphoreSlim? writer) : IDisposable
{
    public void Dispose() => writer?.Release();
}
