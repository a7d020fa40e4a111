using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Audit;

/// <summary>
/// Walks the chain of the audit log from the last pruned link to its head and finds the first entry that does not
/// fit. Runs beside a working service: only the last stretch is read while no entry
/// can be sealed. Address and user agent may be missing from the entries of an account that was erased, which the chain or,
/// for one whose erasing was pruned, the row of the account says; elsewhere an intruder took them away. Entries that are not sealed yet are named: where the service runs, that is what the last second brought.
/// </summary>
public sealed class AuditVerification(IAuditLogReader trail, IUnitOfWork unitOfWork)
{
    private const int Batch = 1000;
    private const int MostNamed = 10;

    /// <summary>Walks the whole chain.</summary>
    public async Task<AuditVerdict> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var ends = await trail.ReadEndsAsync(hold: false, cancellationToken);
            var walk = new Walk(ends.PrunedSequence, ends.PrunedHash);
            await ReadOnAsync(walk, cancellationToken);
            var verdict = await unitOfWork.RunAsync(
                async () =>
                {
                    var held = await trail.ReadEndsAsync(hold: true, cancellationToken);
                    if (held.PrunedSequence != ends.PrunedSequence)
                    {
                        return null;
                    }

                    // The work may be run again: what an undone run has seen must not count.
                    var last = walk.Copy();
                    await ReadOnAsync(last, cancellationToken);
                    var unsealed = await trail.ReadUnsealedAsync(MostNamed + 1, cancellationToken);
                    var erased = await trail.ListErasedAsync(last.Unexplained(held), cancellationToken);
                    return last.Close(held, unsealed, erased);
                },
                cancellationToken
            );
            if (verdict is not null)
            {
                return verdict;
            }

            // Retention has taken entries away under our feet: begin again behind them.
        }
    }

    private async Task ReadOnAsync(Walk walk, CancellationToken cancellationToken)
    {
        while (walk.Fault is null)
        {
            var entries = await trail.ReadAsync(walk.Sequence, Batch, cancellationToken);
            foreach (var entry in entries)
            {
                walk.Step(entry);
            }

            if (entries.Count < Batch)
            {
                return;
            }
        }
    }

    private sealed class Walk(long sequence, byte[] hash)
    {
        private readonly long _start = sequence;
        private byte[] _hash = hash;

        public long Sequence { get; private set; } = sequence;

        public AuditVerdict? Fault { get; private set; }

        private int _erased;

        // The first entry without address and user agent of each account of which no erasing was seen yet; an erasing comes
        // behind them, or a little before.
        private Dictionary<string, long> _missing = [];
        private HashSet<string> _erasings = [];

        public Walk Copy() =>
            new(_start, _hash)
            {
                Sequence = Sequence,
                Fault = Fault,
                _erased = _erased,
                _missing = new(_missing),
                _erasings = [.. _erasings],
            };

        /// <summary>Whose erasing must be looked up elsewhere: it may have been pruned, or is not sealed yet.</summary>
        public IReadOnlyCollection<string> Unexplained(AuditEnds ends) =>
            ends.PrunedSequence > 0 ? [.. _missing.Keys.Except(_erasings)] : [];

        public void Step(AuditEntry entry)
        {
            if (Fault is not null)
            {
                return;
            }

            Fault = WhatIsWrong(entry) is { } what ? AuditVerdict.Broken(entry.Sequence, what) : null;
            Sequence = entry.Sequence;
            _hash = entry.Hash;
            if (entry.IsErased)
            {
                _erased++;
                _missing.TryAdd(entry.Owner, entry.Sequence);
            }

            if (entry is { Action: AuditActions.AccountErase, Outcome: "success" })
            {
                _erasings.Add(entry.Target);
            }
        }

        public AuditVerdict Close(AuditEnds ends, IReadOnlyList<AuditEntry> unsealed, IReadOnlyList<string> erased)
        {
            if (Fault is not null)
            {
                return Fault;
            }

            var known = _erasings
                .Concat(erased)
                .Concat(unsealed.Where(entry => entry.Action == AuditActions.AccountErase).Select(entry => entry.Target))
                .ToHashSet();
            if (_missing.Where(first => !known.Contains(first.Key)).OrderBy(first => first.Value).ToList() is [var forged, ..])
            {
                return AuditVerdict.Broken(forged.Value, "its address and user agent are gone, and its account was not erased");
            }

            if (Sequence < ends.Sequence)
            {
                return AuditVerdict.Broken(Sequence + 1, "it and everything behind it is missing");
            }

            return Sequence == ends.Sequence && _hash.AsSpan().SequenceEqual(ends.Hash)
                ? AuditVerdict.Whole(_start + 1, Sequence, _erased, unsealed, MostNamed)
                : AuditVerdict.Broken(Sequence, "the head of the log names another last entry");
        }

        private string? WhatIsWrong(AuditEntry entry)
        {
            if (entry.Sequence != Sequence + 1)
            {
                return $"the entry before it, {Sequence + 1}, is missing";
            }

            if (!entry.ComputeHash().AsSpan().SequenceEqual(entry.Hash))
            {
                return "its own hash does not fit what it says";
            }

            if (!entry.HasOwnOrigin())
            {
                return "its address or user agent is not the one that was sealed";
            }

            return entry.PreviousHash.AsSpan().SequenceEqual(_hash) ? null : "it does not carry the hash of the entry before it";
        }
    }
}

/// <summary>What a walk along the chain has found.</summary>
/// <param name="BrokenAt">The place of the first entry that does not fit; null when all do.</param>
/// <param name="Words">What was found, for a person.</param>
public sealed record AuditVerdict(long? BrokenAt, string Words)
{
    internal static AuditVerdict Whole(long from, long to, int erased, IReadOnlyList<AuditEntry> unsealed, int mostNamed)
    {
        var words = from > to ? "The audit log is whole: it is empty." : $"The audit log is whole: entries {from} to {to}.";
        if (erased > 0)
        {
            words += $" In {erased} of them address and user agent were erased.";
        }

        if (unsealed.Count > 0)
        {
            var names = string.Join(
                ", ",
                unsealed.Take(mostNamed).Select(entry => $"{entry.Action} at {entry.At:O} ({entry.CorrelationId})")
            );
            words += $" Not sealed yet: {names}{(unsealed.Count > mostNamed ? ", and more" : "")}.";
        }

        return new AuditVerdict(null, words);
    }

    internal static AuditVerdict Broken(long at, string what) => new(at, $"The audit log is broken at entry {at}: {what}.");
}
