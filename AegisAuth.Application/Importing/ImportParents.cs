using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;

namespace AegisAuth.Application.Importing;

/// <summary>
/// Sets inviters when the whole file is known: an inviter's line may have come later, have got another number than it had in the
/// file, or been refused.
/// </summary>
public sealed class ImportParents(ImportLookup lookup, IImportedUsers imported, IUnitOfWork unitOfWork, AuditLog audit)
{
    /// <summary>How many accounts are left without the inviter that their line names.</summary>
    internal async Task<long> SetAsync(
        IAsyncEnumerable<LineBatch> batches,
        IImportScratch scratch,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var without = 0L;
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            var lines = batch.Lines.Where(line => line.User is { User.ParentId: > 0 }).Select(line => line.User!).ToList();
            if (lines.Count > 0)
            {
                without += await unitOfWork.RunAsync(() => SetAsync(lines, scratch, caller), cancellationToken);
            }
        }

        return without;
    }

    private async Task<long> SetAsync(List<ImportedUser> lines, IImportScratch scratch, Caller caller)
    {
        var without = 0L;
        var changed = 0;
        var owners = await lookup.FindAsync(lines, CancellationToken.None);
        foreach (var line in lines)
        {
            if (await lookup.JudgeAsync(line, owners, CancellationToken.None) is not { Same: { } account } found)
            {
                continue;
            }

            var named = line.User.ParentId;
            var parent = scratch.FindNumber(named) ?? (found.HasParent ? named : 0);
            without += parent == 0 ? 1 : 0;
            // What the import has set it may correct, and nothing else.
            if (account.ParentId != parent && (account.ParentId == 0 || account.ParentId == named) && account.Id != parent)
            {
                changed += await imported.TrySetParentAsync(account.Id, account.ParentId, parent, CancellationToken.None) ? 1 : 0;
            }
        }

        if (changed > 0)
        {
            await audit.WriteAsync(new AuditEvent(AuditActions.UserImport) { Detail = $"inviters: {changed}" }, caller);
        }

        return without;
    }
}
