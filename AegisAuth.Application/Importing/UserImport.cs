using AegisAuth.Application.Common;

namespace AegisAuth.Application.Importing;

/// <summary>Brings users from a file. Can be killed at any moment and started again: what is there already is skipped.</summary>
public sealed class UserImport(LineParser parser, IImportedHashes hashes, ImportLookup lookup, ImportWriter writer, ImportParents parents)
{
    private const int MaxUnknown = 100;

    private readonly Caller _caller = new("local", "", $"import-{RandomSecret.CreateId()}");
    private readonly HashSet<string> _unknown = [];

    /// <summary>Reads the file from its beginning to its end, and a second time where inviters come after those they invited.</summary>
    /// <param name="open">Opens the file.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="scratch">What it remembers in.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellationToken">Ends it between two transactions.</param>
    public async Task<ImportCounts> RunAsync(
        Func<Stream> open,
        ImportRequest request,
        IImportScratch scratch,
        IImportObserver observer,
        CancellationToken cancellationToken
    )
    {
        var counts = new ImportCounts();
        var hasPendingParents = false;
        await using (var file = open())
        {
            await foreach (var batch in new LineBatches(file, parser, request.WithRoles).ReadAsync(cancellationToken))
            {
                TellUnknown(batch, observer);
                var (users, wrapped) = request.DryRun ? (Users(batch), 0) : await WrapAsync(Users(batch), cancellationToken);
                var outcomes = request.DryRun
                    ? await TryAsync(users, scratch, cancellationToken)
                    : await writer.WriteAsync(users, scratch, _caller, cancellationToken);
                counts = Settle(batch, outcomes, scratch, observer, counts) with
                {
                    Bytes = batch.Position,
                    Wrapped = counts.Wrapped + wrapped,
                };
                hasPendingParents |= outcomes.Any(outcome => outcome.HasPendingParent);
                observer.Advanced(counts);
            }
        }

        if (hasPendingParents && !request.DryRun)
        {
            await using var again = open();
            var batches = new LineBatches(again, parser, request.WithRoles).ReadAsync(cancellationToken);
            counts = counts with { WithoutInviter = await parents.SetAsync(batches, scratch, _caller, cancellationToken) };
        }

        return counts;
    }

    private static List<ImportedUser> Users(LineBatch batch) => [.. batch.Lines.Where(l => l.User is not null).Select(l => l.User!)];

    // Before the transaction, which must not be held that long, and only for accounts that are not there yet.
    private async Task<(List<ImportedUser> Users, int Wrapped)> WrapAsync(List<ImportedUser> users, CancellationToken cancellationToken)
    {
        if (!users.Exists(user => user.HasWeakHash))
        {
            return (users, 0);
        }

        var owners = await lookup.FindAsync(users, cancellationToken);
        var weak = new List<int>();
        for (var i = 0; i < users.Count; i++)
        {
            if (users[i].HasWeakHash && await lookup.JudgeAsync(users[i], owners, cancellationToken) is { Same: null, Refused: null })
            {
                weak.Add(i);
            }
        }

        var wrapped = await hashes.WrapAsync([.. weak.Select(i => users[i].User.PasswordHash!)], cancellationToken);
        foreach (var (i, hash) in weak.Zip(wrapped))
        {
            users[i] = users[i] with { User = users[i].User with { PasswordHash = hash }, HasWeakHash = false };
        }

        return (users, weak.Count);
    }

    private async Task<IReadOnlyList<LineOutcome>> TryAsync(
        List<ImportedUser> users,
        IImportScratch scratch,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new List<LineOutcome>(users.Count);
        var owners = await lookup.FindAsync(users, cancellationToken);
        foreach (var line in users)
        {
            var found = await lookup.JudgeAsync(line, owners, cancellationToken);
            outcomes.Add(
                found.Same is { } same ? new LineOutcome(LineFate.Skipped) { UserId = same.Id }
                : found.Refused is { } why ? new LineOutcome(LineFate.Refused) { Reason = why }
                : Claimed(line, scratch) is { } earlier ? earlier
                : new LineOutcome(LineFate.Imported) { Renumbered = line.User.Id > 0 && found.IdIsTaken }
            );
        }

        return outcomes;
    }

    // Nothing was stored, so the database does not know of the lines before this one.
    private static LineOutcome? Claimed(ImportedUser line, IImportScratch scratch)
    {
        var digest = line.Digest();
        return scratch.Claim(line.Keys(), digest) is not { } earlier ? null
            : earlier.AsSpan().SequenceEqual(digest) ? new LineOutcome(LineFate.Skipped)
            : new LineOutcome(LineFate.Refused) { Reason = "an earlier line of the file has its name, contact, code or identity" };
    }

    private static ImportCounts Settle(
        LineBatch batch,
        IReadOnlyList<LineOutcome> outcomes,
        IImportScratch scratch,
        IImportObserver observer,
        ImportCounts counts
    )
    {
        var next = 0;
        var numbers = new List<(long, long)>();
        foreach (var line in batch.Lines)
        {
            var outcome = line.User is null ? new LineOutcome(LineFate.Refused) { Reason = line.Refused! } : outcomes[next++];
            if (line.Line?.Id is > 0 and var number)
            {
                numbers.Add((number, outcome.UserId));
            }

            counts = counts with
            {
                Lines = counts.Lines + 1,
                Imported = counts.Imported + (outcome.Fate == LineFate.Imported ? 1 : 0),
                Skipped = counts.Skipped + (outcome.Fate == LineFate.Skipped ? 1 : 0),
                Refused = counts.Refused + (outcome.Fate == LineFate.Refused ? 1 : 0),
                Renumbered = counts.Renumbered + (outcome.Renumbered ? 1 : 0),
            };
            if (outcome.Fate == LineFate.Refused)
            {
                observer.Refused(new RefusedLine(line.Raw.Number, outcome.Reason, line.Raw.Text));
            }
        }

        scratch.NoteNumbers(numbers);
        return counts;
    }

    private void TellUnknown(LineBatch batch, IImportObserver observer)
    {
        foreach (var member in batch.Lines.SelectMany(line => line.Line?.Others?.Keys ?? []))
        {
            if (_unknown.Count < MaxUnknown && _unknown.Add(UserLineJson.Shown(member)))
            {
                observer.Unknown(UserLineJson.Shown(member));
            }
        }
    }
}
