using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Closing;

/// <summary>
/// Erases what is held about a user: contacts, names, picture, resident number, external accounts, authenticators, sessions
/// and what else is declared to be personal. The row stays as a number, so that the AegisSpeed id is never given out again.
/// </summary>
/// <remarks>
/// A request that began before may write a row after it: a failed login its line in the audit log, for example. What was
/// erased within the last day is therefore swept once more with every run.
/// </remarks>
public sealed class AccountErasure(
    IClosingRepository accounts,
    IErasureRepository rows,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    TimeProvider time
)
{
    private const int Batch = 50;

    /// <summary>How long after an erasure late rows are still swept.</summary>
    public static readonly TimeSpan Afterwards = TimeSpan.FromDays(1);

    // No request asked for it: the time had come.
    private static readonly Caller NoCaller = new("", "", "");

    /// <summary>Erases an account at once, in the transaction of the caller. False when it was erased already.</summary>
    public Task<bool> TryEraseAsync(User user) => TryEraseAsync(user, dueBy: null, time.GetUtcNow());

    /// <summary>
    /// Erases an account whose time has come, in the transaction of the caller, and writes that down. False when it was
    /// erased or reopened meanwhile.
    /// </summary>
    public async Task<bool> TryEraseDueAsync(User user)
    {
        var now = time.GetUtcNow();
        if (!await TryEraseAsync(user, dueBy: now, now))
        {
            return false;
        }

        await audit.WriteAsync(AuditEvent.About(AuditActions.AccountErase, user), NoCaller);
        return true;
    }

    /// <summary>Erases every account whose time has come, each in a transaction of its own, and says how many those were.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var erased = 0;
        while (await accounts.ListDueAsync(time.GetUtcNow(), Batch, cancellationToken) is { Count: > 0 } due)
        {
            var before = erased;
            foreach (var user in due)
            {
                erased += await unitOfWork.RunAsync(() => TryEraseDueAsync(user), cancellationToken) ? 1 : 0;
            }

            if (erased == before)
            {
                // Another node was faster with every one of them.
                break;
            }
        }

        await SweepLateRowsAsync(cancellationToken);
        return erased;
    }

    private async Task<bool> TryEraseAsync(User user, DateTimeOffset? dueBy, DateTimeOffset now)
    {
        if (!await rows.TryEmptyAsync(user, dueBy, now, CancellationToken.None))
        {
            return false;
        }

        await rows.DeleteRowsAsync(user, CancellationToken.None);
        return true;
    }

    private async Task SweepLateRowsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        long last = 0;
        while (await rows.ListErasedAsync(now - Afterwards, last, Batch, cancellationToken) is { Count: > 0 } late)
        {
            foreach (var user in late)
            {
                await unitOfWork.RunAsync(
                    async () =>
                    {
                        await rows.DeleteRowsAsync(user, cancellationToken);
                        return new Unit();
                    },
                    cancellationToken
                );
            }

            last = late[^1].Id;
        }
    }
}
