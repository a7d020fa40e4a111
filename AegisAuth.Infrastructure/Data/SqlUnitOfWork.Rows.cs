using System.Data.Common;
using AegisAuth.Application.Common;
using Dapper;

namespace AegisAuth.Infrastructure.Data;

// Many rows at once: what an import writes.
internal sealed partial class SqlUnitOfWork
{
    /// <summary>
    /// Runs an INSERT for each of the rows, which the engine reads once only. Call it inside a transaction.
    /// </summary>
    /// <exception cref="ConcurrencyConflictException">A row with one of the keys exists already: the transaction is to begin again.</exception>
    public Task InsertAllAsync<TParameters>(Sql<TParameters> sql, IEnumerable<TParameters> rows, CancellationToken cancellationToken) =>
        WordedAsync(async () =>
        {
            var transaction = _transaction ?? throw new InvalidOperationException("Rows that belong together need a transaction.");
            if (!_batch.IsEmpty)
            {
                await _batch.SendAsync(transaction, cancellationToken);
            }

            var command = new CommandDefinition(
                sql.For(database.Provider),
                rows.ToList(),
                transaction,
                cancellationToken: cancellationToken
            );
            try
            {
                return await transaction.Connection!.ExecuteAsync(command);
            }
            catch (DbException e) when (database.IsUniqueViolation(e))
            {
                throw new ConcurrencyConflictException();
            }
        });
}
