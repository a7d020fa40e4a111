using AegisAuth.Application.Closing;
using Microsoft.Extensions.Logging;

namespace AegisAuth.Application.Cleanup;

/// <summary>
/// Deletes what has expired, in small batches: each is a short statement, so that other writers go in between.
/// Nothing depends on it but the size of the database; expired rows count for nothing whether they are there or not.
/// </summary>
public sealed class ExpiredRowCleanup(
    IExpiredRowRepository rows,
    IDatabaseSpace space,
    AuditPruning auditPruning,
    AccountErasure erasure,
    TimeProvider time,
    ILogger<ExpiredRowCleanup> logger
)
{
    /// <summary>Rows of one statement.</summary>
    public const int Batch = 500;

    /// <summary>How long counts are kept after the last attempt and the end of the pause.</summary>
    public static readonly TimeSpan AttemptsKept = TimeSpan.FromHours(24);

    /// <summary>How long the failures of an account are kept after the last attempt.</summary>
    public static readonly TimeSpan AccountAttemptsKept = TimeSpan.FromDays(30);

    /// <summary>Sweeps everything once. A fault in one kind is logged and does not keep the others.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<ExpiredKind>())
        {
            await TryAsync(kind.ToString(), () => DeleteAsync(kind, cancellationToken), cancellationToken);
        }

        await TryAsync("ClosedAccounts", () => erasure.RunAsync(cancellationToken), cancellationToken);
        await TryAsync("AuditEntries", () => auditPruning.RunAsync(cancellationToken), cancellationToken);
        await TryAsync("FreePages", () => ReturnAsync(cancellationToken), cancellationToken);
    }

    private async Task TryAsync(string what, Func<Task<int>> sweep, CancellationToken cancellationToken)
    {
        try
        {
            var count = await sweep();
            if (count > 0)
            {
                logger.LogInformation("Swept {Count} of {Kind}", count, what);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The next run tries again; a sweep that stopped for good would be noticed when the disk is full.
            logger.LogError(e, "The sweep of {Kind} failed", what);
        }
    }

    private async Task<int> DeleteAsync(ExpiredKind kind, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Kept(kind);
        var deleted = 0;
        while (true)
        {
            var batch = await rows.DeleteAsync(kind, before, Batch, cancellationToken);
            deleted += batch;
            if (batch < Batch)
            {
                return deleted;
            }

            await Task.Yield();
        }
    }

    private async Task<int> ReturnAsync(CancellationToken cancellationToken)
    {
        var returned = 0;
        while (true)
        {
            var batch = await space.ReturnAsync(Batch, cancellationToken);
            returned += batch;
            if (batch < Batch)
            {
                return returned;
            }

            await Task.Yield();
        }
    }

    private static TimeSpan Kept(ExpiredKind kind) =>
        kind switch
        {
            ExpiredKind.Attempts => AttemptsKept,
            ExpiredKind.AccountAttempts => AccountAttemptsKept,
            ExpiredKind.Sessions
            or ExpiredKind.AuthorizationStates
            or ExpiredKind.PasskeyChallenges
            or ExpiredKind.Captchas
            or ExpiredKind.OneTimeCodes
            or ExpiredKind.PhoneCodes
            or ExpiredKind.IdempotentAnswers => TimeSpan.Zero,
        };
}
