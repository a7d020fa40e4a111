using AegisAuth.Application.Audit;
using AegisAuth.Application.Providers;
using AegisAuth.Application.Security;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Importing;

/// <summary>Stores a batch of lines in one transaction with one audit entry, or in none where nothing is new.</summary>
public sealed class ImportWriter(
    ImportLookup lookup,
    IImportedUsers imported,
    IUsers users,
    IOwnDetails details,
    IExternalIdentities identities,
    IUnitOfWork unitOfWork,
    AuditLog audit
)
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
                var outcomes = new List<LineOutcome>(batch.Count);
                var numbers = new Dictionary<long, long>();
                await RaiseNumberAsync(batch, cancellationToken);
                foreach (var line in batch)
                {
                    var outcome = await StoreAsync(line, id => numbers.TryGetValue(id, out var here) ? here : scratch.FindNumber(id));
                    outcomes.Add(outcome);
                    if (line.User.Id > 0)
                    {
                        numbers.TryAdd(line.User.Id, outcome.UserId);
                    }
                }

                var made = outcomes.Count(outcome => outcome.Fate == LineFate.Imported);
                if (made > 0)
                {
                    await audit.WriteAsync(new AuditEvent(AuditActions.UserImport) { Detail = $"users: {made}" }, caller);
                }

                return outcomes;
            },
            cancellationToken
        );

    private Task RaiseNumberAsync(IReadOnlyList<ImportedUser> batch, CancellationToken cancellationToken)
    {
        var largest = batch
            .SelectMany(line => (long[])[line.User.Id, line.User.AegisSpeedId.TryGetNumber(out var number) ? number : 0])
            .Where(number => number <= MaxKept)
            .DefaultIfEmpty()
            .Max();
        return largest > 0 ? imported.RaiseNumberAsync(largest, cancellationToken) : Task.CompletedTask;
    }

    private async Task<LineOutcome> StoreAsync(ImportedUser line, Func<long, long?> numberOf)
    {
        var found = await lookup.FindAsync(line, CancellationToken.None);
        if (found.Same is { } same)
        {
            var pending = line.User.ParentId > 0 && same.ParentId == 0;
            return new LineOutcome(LineFate.Skipped) { UserId = same.Id, HasPendingParent = pending };
        }

        if (found.Refused is { } why)
        {
            return new LineOutcome(LineFate.Refused) { Reason = why };
        }

        var parent = line.User.ParentId == 0 ? 0 : numberOf(line.User.ParentId);
        var keepsId = line.User.Id is > 0 and <= MaxKept && !found.IdIsTaken;
        var user = await WithKeysAsync(line.User with { ParentId = parent ?? (found.HasParent ? line.User.ParentId : 0) }, keepsId, found);
        await AddAsync(user, line);
        return new LineOutcome(LineFate.Imported)
        {
            UserId = user.Id,
            Renumbered = line.User.Id > 0 && !keepsId,
            // Its line may still come, or come with another number.
            HasPendingParent = parent is null,
        };
    }

    private async Task<User> WithKeysAsync(User user, bool keepsId, FoundLine found)
    {
        var id = user.Id;
        var aegisSpeedId = user.AegisSpeedId;
        if (aegisSpeedId == default && keepsId && !found.AegisSpeedIdIsTaken)
        {
            aegisSpeedId = AegisSpeedId.FromNumber(id);
        }

        if (!keepsId || aegisSpeedId == default)
        {
            var number = await users.NextNumberAsync(CancellationToken.None);
            id = keepsId ? id : number;
            aegisSpeedId = aegisSpeedId == default ? AegisSpeedId.FromNumber(number) : aegisSpeedId;
        }

        // With something drawn after it, so that nobody is looked for whose name it is.
        var userName =
            user.UserName.Length > 0
                ? user.UserName
                : OutsideText.UserNames(OutsideText.Name(user.Nickname), () => RandomSecret.CreateId()[..SuffixLength]).ElementAt(1);
        return user with
        {
            Id = id,
            AegisSpeedId = aegisSpeedId,
            UserName = userName,
            Nickname = user.Nickname.Length > 0 ? user.Nickname : userName,
            InviteCode = user.InviteCode.Length > 0 ? user.InviteCode : RandomSecret.CreateId(),
        };
    }

    private async Task AddAsync(User user, ImportedUser line)
    {
        Insist(await users.TryAddAsync(user, CancellationToken.None));
        await imported.NoteLineAsync(user.Id, line.Digest(), CancellationToken.None);
        foreach (var key in (string?[])[line.EmailKey, line.PhoneKey])
        {
            Insist(key is null || await details.TryAddContactAsync(key, user.Id, user.UpdatedAt, CancellationToken.None));
        }

        var unions = new HashSet<UnionId>();
        foreach (var identity in line.Identities)
        {
            Insist(await identities.TryAddAsync(identity with { UserId = user.Id }, CancellationToken.None));
            if (identity is { UnionFamily: { } family, UnionId: { } value } && unions.Add(new UnionId(family, value)))
            {
                Insist(await identities.TryAddUnionAsync(new UnionId(family, value), user.Id, CancellationToken.None));
            }
        }
    }

    // Looked for and not found, and yet there: somebody registered meanwhile. Begin again and find it.
    private static void Insist(bool added)
    {
        if (!added)
        {
            throw new StaleRowException();
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
