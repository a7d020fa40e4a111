using System.Collections.Concurrent;
using System.Data;
using Microsoft.Data.Sqlite;

namespace AegisAuth.Infrastructure.Data.Engines;

/// <summary>
/// The open connections of this process. The driver's own pool forgets the prepared statements of a connection that is given back,
/// and preparing was a fifth of a login; here they stay.
/// </summary>
internal sealed class SqliteConnections : IDisposable
{
    // Each keeps up to 16 MiB of pages, for good: more than can be at work at once are not worth that.
    private static readonly int MostIdle = Math.Max(4, 2 * Environment.ProcessorCount);

    // The last used first: what it has read is still in its cache.
    private readonly ConcurrentStack<KeptConnection> _idle = new();
    private int _count;
    private bool _closed;

    /// <summary>A connection that another statement or transaction has given back; null where one must be opened.</summary>
    public KeptConnection? Take()
    {
        if (!_idle.TryPop(out var connection))
        {
            return null;
        }

        Interlocked.Decrement(ref _count);
        return connection;
    }

    /// <summary>Closes what waits. What is in use now is closed when it comes back.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _closed, true);
        while (Take() is { } connection)
        {
            connection.Dispose();
        }
    }

    private bool TryKeep(KeptConnection connection)
    {
        if (Interlocked.Increment(ref _count) > MostIdle || Volatile.Read(ref _closed))
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _idle.Push(connection);
        if (Volatile.Read(ref _closed))
        {
            // Closed in between: it may stand there after the closing has looked.
            Dispose();
        }

        return true;
    }

    /// <summary>A connection that goes back to the others when it is disposed of.</summary>
    internal sealed class KeptConnection(string connectionString, SqliteConnections home) : SqliteConnection(connectionString)
    {
        // There are some three hundred statements; lists of different lengths make more, which are not worth keeping.
        private const int MostStatements = 512;

        private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

        public override SqliteCommand CreateCommand() =>
            new KeptCommand(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

        /// <summary>The prepared statement of this text; null where there are too many.</summary>
        internal SqliteCommand? Prepared(string text)
        {
            if (!_statements.TryGetValue(text, out var command) && _statements.Count < MostStatements)
            {
                command = new SqliteCommand(text, this);
                _statements.Add(text, command);
            }

            return command;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && State == ConnectionState.Open)
            {
                Transaction?.Dispose();
                if (home.TryKeep(this))
                {
                    return;
                }
            }

            base.Dispose(disposing);
        }
    }

    // Dapper makes a command for each call; this one is only the parameters of the call.
    private sealed class KeptCommand(KeptConnection connection) : SqliteCommand("", connection)
    {
        private const char Prefix = '@';

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            if (connection.Prepared(CommandText) is not { } prepared)
            {
                return base.ExecuteReader(behavior);
            }

            prepared.CommandTimeout = CommandTimeout;
            prepared.Transaction = Transaction;
            prepared.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters)
            {
                // Without it the driver looks for the name in vain first, and then with each prefix that there is.
                if (!parameter.ParameterName.StartsWith(Prefix))
                {
                    parameter.ParameterName = Prefix + parameter.ParameterName;
                }

                prepared.Parameters.Add(parameter);
            }

            return prepared.ExecuteReader(behavior);
        }
    }
}
