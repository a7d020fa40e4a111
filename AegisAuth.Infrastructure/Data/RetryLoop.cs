using System.Data.Common;
using AegisAuth.Application;
using AegisAuth.Application.Common;

namespace AegisAuth.Infrastructure.Data;

/// <summary>Runs work again when the engine gave it up for another transaction, and ends the waiting for others.</summary>
internal static class RetryLoop
{
    /// <summary>Runs the work until it succeeds, fails for good, or others have held the database for <see cref="Database.Patience"/>.</summary>
    /// <param name="database">Tells faults apart.</param>
    /// <param name="work">The work; it gets the time that is left to wait for others.</param>
    /// <param name="maxRuns">So often it is run when it loses against another transaction.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatabaseAwayException">Others held the database for too long.</exception>
    public static async Task<T> RunAsync<T>(
        Database database,
        Func<TimeSpan, Task<T>> work,
        int maxRuns,
        CancellationToken cancellationToken
    )
    {
        // The clock of the machine, because the engine goes by no other: a clock that is turned makes no request wait longer.
        var started = TimeProvider.System.GetTimestamp();
        for (var run = 1; ; run++)
        {
            var left = Database.Patience - TimeProvider.System.GetElapsedTime(started);
            try
            {
                return await work(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
            catch (DbException e) when (cancellationToken.IsCancellationRequested)
            {
                // SqlClient reports a statement that was called off as an error of the server.
                throw new OperationCanceledException("The statement was called off.", e, cancellationToken);
            }
            catch (DbException e) when (database.IsBusy(e))
            {
                if (TimeProvider.System.GetElapsedTime(started) >= Database.Patience)
                {
                    throw new DatabaseAwayException(e);
                }
            }
            catch (ConcurrencyConflictException) when (run < maxRuns) { }
            catch (DbException e) when (run < maxRuns && database.IsTransient(e)) { }

            // Another transaction was faster: let it finish.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(run, 20)), TimeProvider.System, cancellationToken);
        }
    }
}
