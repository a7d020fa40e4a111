using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>Stores a batch of lines in one transaction with one audit entry, or in none where nothing is new.</summary>
public sealed class ImportWriter(ImportLookup lookup, IImportedUsers imported, IUnitOfWork unitOfWork, AuditLog audit)
{
    /// <summary>
    /// The largest number that is kept: new accounts get the number after it. Beyond it billions must be left, since a number that is
    /// too large for an AegisSpeed id would be the end of all registrations.
    /// </summary>
    internal const long MaxKept = 10_000_000_000;

    private const int SuffixLength = 6;

    internal Task<IReadOnlyList<LineOutcome>> WriteAsync(
        IReadOnlyList<ImportedUser> batch,
        IImportScratch scratch,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        unitOfWork.RunAsync<IReadOnlyList<LineOutcome>>(
            async () =>
            {
                // Called again from its start where another transaction was faster, so nothing of it is kept outside.
                var work = new Work(lookup, imported, await lookup.FindAsync(batch, cancellationToken), scratch, batch.Count);
                await RaiseNumberAsync(batch, cancellationToken);
                foreach (var line in batch)
                {
                    await work.TakeAsync(line, cancellationToken);
                }

                if (work.Accounts.Count > 0)
                {
                    await imported.AddAsync(work.Accounts, cancellationToken);
                    await audit.WriteAsync(new AuditEvent(AuditActions.UserImport) { Detail = $"users: {work.Accounts.Count}" }, caller);
                }

                return work.Outcomes;
            },
            cancellationToken
        );

    // Before the first of them is stored: a number that is given out must not be one that a later line brings.
    private Task RaiseNumberAsync(IReadOnlyList<ImportedUser> batch, CancellationToken cancellationToken)
    {
        var largest = batch
            .SelectMany(line => (long[])[line.User.Id, line.User.AegisSpeedId.TryGetNumber(out var number) ? number : 0])
            .Where(number => number <= MaxKept)
            .DefaultIfEmpty()
            .Max();
        return largest > 0 ? imported.RaiseNumberAsync(largest, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>One run of the transaction.</summary>
    private sealed class Work(ImportLookup lookup, IImportedUsers imported, KeyOwners owners, IImportScratch scratch, int lines)
    {
        private readonly Dictionary<long, long> _numbers = [];
        private readonly Queue<long> _free = new();

        public List<LineOutcome> Outcomes { get; } = new(lines);

        public List<NewAccount> Accounts { get; } = new(lines);

        public async Task TakeAsync(ImportedUser line, CancellationToken cancellationToken)
        {
            var outcome = await StoreAsync(line, cancellationToken);
            Outcomes.Add(outcome);
            // The first user of a number counts, as in the scratch.
            if (line.User.Id > 0 && _numbers.GetValueOrDefault(line.User.Id) == 0)
            {
                _numbers[line.User.Id] = outcome.UserId;
            }
        }

        private async Task<LineOutcome> StoreAsync(ImportedUser line, CancellationToken cancellationToken)
        {
            var found = await lookup.JudgeAsync(line, owners, cancellationToken);
            if (found.Same is { } same)
            {
                // None, or by the number in the file, which was good only until the inviter's own line came.
                var isProvisional = line.User.ParentId > 0 && (same.ParentId == 0 || same.ParentId == line.User.ParentId);
                var pending = isProvisional && Known(line.User.ParentId) != same.ParentId;
                return new LineOutcome(LineFate.Skipped) { UserId = same.Id, HasPendingParent = pending };
            }

            if (found.Refused is { } why)
            {
                return new LineOutcome(LineFate.Refused) { Reason = why };
            }

            var named = line.User.ParentId;
            var parent = named == 0 ? 0 : Known(named);
            var keepsId = line.User.Id is > 0 and <= MaxKept && !found.IdIsTaken;
            var user = await WithKeysAsync(
                line.User with
                {
                    ParentId = parent ?? (found.HasParent ? named : 0),
                },
                keepsId,
                found,
                cancellationToken
            );
            Accounts.Add(
                new NewAccount(
                    user,
                    [.. ((string?[])[line.EmailKey, line.PhoneKey]).OfType<string>()],
                    [.. line.Identities.Select(identity => identity with { UserId = user.Id })],
                    [.. line.Identities.Select(ImportedUser.UnionOf).OfType<UnionId>().Distinct()],
                    line.HasAegisSpeedId ? null : line.Digest()
                )
            );
            owners.Add(user, line);
            return new LineOutcome(LineFate.Imported)
            {
                UserId = user.Id,
                Renumbered = line.User.Id > 0 && !keepsId,
                // Its line may still come: with another number, or after one that was refused.
                HasPendingParent = named > 0 && parent is null or 0,
            };
        }

        // The number here of a number in the file, as in the scratch: of earlier batches first, since the first user counts.
        private long? Known(long inFile)
        {
            var earlier = scratch.FindNumber(inFile);
            return earlier > 0 || !_numbers.TryGetValue(inFile, out var here) ? earlier : here;
        }

        private async Task<User> WithKeysAsync(User user, bool keepsId, FoundLine found, CancellationToken cancellationToken)
        {
            var id = user.Id;
            var aegisSpeedId = user.AegisSpeedId;
            if (aegisSpeedId == default && keepsId && !found.AegisSpeedIdIsTaken)
            {
                aegisSpeedId = AegisSpeedId.FromNumber(id);
            }

            if (!keepsId || aegisSpeedId == default)
            {
                var number = await NextNumberAsync(cancellationToken);
                id = keepsId ? id : number;
                aegisSpeedId = aegisSpeedId == default ? AegisSpeedId.FromNumber(number) : aegisSpeedId;
            }

            // With something drawn after it, so that no existing user is found under it.
            var userName =
                user.UserName.Length > 0
                    ? user.UserName
                    : ExternalText.UserNames(ExternalText.Name(user.Nickname), () => RandomSecret.CreateId()[..SuffixLength]).ElementAt(1);
            return user with
            {
                Id = id,
                AegisSpeedId = aegisSpeedId,
                UserName = userName,
                Nickname = user.Nickname.Length > 0 ? user.Nickname : userName,
                InviteCode = user.InviteCode.Length > 0 ? user.InviteCode : RandomSecret.CreateId(),
            };
        }

        // As many at once as may still be needed: one at a time is four statements for each line.
        private async Task<long> NextNumberAsync(CancellationToken cancellationToken)
        {
            if (_free.Count == 0)
            {
                foreach (var number in await imported.TakeNumbersAsync(lines - Outcomes.Count, cancellationToken))
                {
                    _free.Enqueue(number);
                }
            }

            return _free.Dequeue();
        }
    }
}

/// <summary>What became of a line.</summary>
internal enum LineFate
{
    Imported,
    Skipped,
    Refused,
}

/// <summary>What became of a line.</summary>
internal sealed record LineOutcome(LineFate Fate)
{
    /// <summary>Its account; 0 for none.</summary>
    public long UserId { get; init; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the number in the file was not free.</summary>
    public bool Renumbered { get; init; }

    /// <summary>Whether the inviter has to be looked for again when the whole file is known.</summary>
    public bool HasPendingParent { get; init; }
}
