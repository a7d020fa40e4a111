using System.Data.Common;
using AegisAuth.Application;
using AegisAuth.Application.Common;
using AegisAuth.Application.Operation;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.KeyRing;
using Dapper;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>One probe at a time: callers that ask meanwhile share its answer, so that asking often costs little.</summary>
internal sealed class ReadinessProbe(
    Database database,
    DatabaseFile file,
    IMigrator migrator,
    RotatingKeyRing ring,
    ISecretProtector protector,
    ILogger<ReadinessProbe> logger
) : IReadinessProbe
{
    private const string Purpose = "readiness";

    // Enough pages that SQLite writes some of them before the end of the transaction: a full disk shows.
    private const int Filler = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PatienceToWrite = TimeSpan.FromSeconds(1.5);

    private static readonly Sql<Row> Insert = new("INSERT INTO data_protection_keys (name, xml) VALUES (@Name, @Xml)");

    private readonly Lock _gate = new();
    private Task<Readiness>? _running;

    public async Task<Readiness> ProbeAsync(CancellationToken cancellationToken)
    {
        Task<Readiness> running;
        lock (_gate)
        {
            // SQLite blocks the thread that waits for it.
            running = _running is { IsCompleted: false } ? _running : _running = Task.Run(RunAsync, CancellationToken.None);
        }

        try
        {
            return await running.WaitAsync(Patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Readiness.DatabaseBusy;
        }
    }

    private async Task<Readiness> RunAsync()
    {
        try
        {
            if (!file.IsStillThere())
            {
                logger.LogError("The database file was deleted or replaced while the program has it open: start the program again");
                return Readiness.DatabaseFileReplaced;
            }

            if (!migrator.IsUpToDate())
            {
                return Readiness.NotMigrated;
            }

            await WriteAsync();
            return CanProtect() ? Readiness.Ready : Readiness.KeyRingUnusable;
        }
        catch (Exception e) when (e is DatabaseAwayException { InnerException: TimeoutException } || database.IsBusy(e))
        {
            return Readiness.DatabaseBusy;
        }
        catch (DbException e) when (database.IsNotWritable(e))
        {
            logger.LogError("The database takes no writes: error {Error}", e.ErrorCode);
            return Readiness.DatabaseNotWritable;
        }
        catch (Exception e)
        {
            // Whatever keeps the database from answering, the answer to "ready?" is no.
            logger.LogError(e, "The database does not answer");
            return Readiness.DatabaseAway;
        }
    }

    private async Task WriteAsync()
    {
        using var turn = await database.EnterWriteAsync(PatienceToWrite, CancellationToken.None);
        await using var connection = await database.OpenApartAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        var row = new Row($"probe-{RandomSecret.CreateId()}", new string('-', Filler));
        await connection.ExecuteAsync(Insert.For(database.Provider), row, transaction);
        await transaction.RollbackAsync();
    }

    private bool CanProtect()
    {
        try
        {
            var text = RandomSecret.CreateId();
            return ring.IsStored() && protector.Unprotect(Purpose, protector.Protect(Purpose, text)) == text;
        }
        catch (Exception e) when (e is not DbException)
        {
            logger.LogError(e, "The key ring cannot be used");
            return false;
        }
    }

    private sealed record Row(string Name, string Xml);
}
