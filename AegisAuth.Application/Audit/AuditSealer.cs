using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Audit;

/// <summary>
/// Seals entries into the chain after they are committed: gives each its place and the hash of the entry before it. One node
/// at a time does: the row of the chain's head is the lease. It is locked as long as the sealing transaction runs and free
/// when that ends, however it ends and whatever the clocks of the nodes say.
/// </summary>
public sealed class AuditSealer(IAuditLogReader trail, IUnitOfWork unitOfWork)
{
    private const int Batch = 200;

    /// <summary>What stands for the hashes of an entry that has none yet.</summary>
    public static readonly byte[] Unsealed = new byte[32];

    /// <summary>Seals what is committed at this moment, and says how many entries that were.</summary>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        var sealedEntries = 0;
        // Without the lock first: mostly there is nothing to do.
        while ((await trail.ReadUnsealedAsync(1, cancellationToken)).Count > 0)
        {
            var batch = await unitOfWork.RunAsync(() => SealBatchAsync(cancellationToken), cancellationToken);
            sealedEntries += batch;
            if (batch < Batch)
            {
                break;
            }
        }

        return sealedEntries;
    }

    private async Task<int> SealBatchAsync(CancellationToken cancellationToken)
    {
        var ends = await trail.ReadEndsAsync(hold: true, cancellationToken);
        var entries = await trail.ReadUnsealedAsync(Batch, cancellationToken);
        var places = new List<(long, AuditEntry)>(entries.Count);
        var (sequence, hash) = (ends.Sequence, ends.Hash);
        foreach (var entry in entries)
        {
            var next = At(entry, ++sequence, hash, Unsealed);
            next = At(entry, sequence, hash, next.ComputeHash());
            places.Add((entry.Sequence, next));
            hash = next.Hash;
        }

        if (places.Count > 0)
        {
            await trail.SealAsync(places, cancellationToken);
        }

        return places.Count;
    }

    private static AuditEntry At(AuditEntry entry, long sequence, byte[] previousHash, byte[] hash) =>
        new()
        {
            Sequence = sequence,
            At = entry.At,
            Action = entry.Action,
            Actor = entry.Actor,
            Target = entry.Target,
            OrganisationId = entry.OrganisationId,
            Outcome = entry.Outcome,
            Reason = entry.Reason,
            Address = entry.Address,
            UserAgent = entry.UserAgent,
            CorrelationId = entry.CorrelationId,
            OriginSalt = entry.OriginSalt,
            OriginDigest = entry.OriginDigest,
            PreviousHash = previousHash,
            Hash = hash,
        };
}
