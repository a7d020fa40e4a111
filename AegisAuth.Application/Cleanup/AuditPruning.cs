using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Cleanup;

/// <summary>Takes away what the audit log has kept long enough, the oldest first, where <c>Audit:Retention</c> says so.</summary>
public sealed class AuditPruning(
    IAuditLogReader trail,
    AuditSealer sealer,
    IUnitOfWork unitOfWork,
    IOptions<AuditOptions> options,
    TimeProvider time
)
{
    private const int Batch = 500;

    /// <summary>Prunes in small batches, each a transaction of its own, and says how many entries that were.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Retention is not { } retention)
        {
            return 0;
        }

        await sealer.SealAsync(cancellationToken);
        var before = time.GetUtcNow() - retention;
        var pruned = 0;
        while (true)
        {
            var batch = await unitOfWork.RunAsync(() => PruneAsync(before, cancellationToken), cancellationToken);
            pruned += batch;
            if (batch < Batch)
            {
                return pruned;
            }

            // Transactions that wait for the chain go first.
            await Task.Yield();
        }
    }

    private async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ends = await trail.ReadEndsAsync(hold: true, cancellationToken);
        var oldest = await trail.ReadAsync(ends.PrunedSequence, Batch, cancellationToken);
        // From the front and without gaps: what is left must still be one chain.
        var old = oldest.TakeWhile(entry => entry.At < before).ToList();
        if (old.Count > 0)
        {
            await trail.PruneAsync(old[^1].Sequence, old[^1].Hash, cancellationToken);
        }

        return old.Count;
    }
}
