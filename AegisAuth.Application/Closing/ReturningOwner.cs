using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Closing;

/// <summary>
/// What a right proof means for an account that is being closed: until its time comes, its owner is told, or takes the
/// closing back; afterwards it is erased, and the person is new. Every method belongs in the transaction of the login.
/// </summary>
public sealed class ReturningOwner(IClosingRepository accounts, AccountErasure erasure, AuditLog audit, TimeProvider time)
{
    /// <summary>
    /// Refuses with <c>AccountClosing</c>, or, to reopen, enables the account. Erases one whose time has come. The caller
    /// looks for the user again. One that an administrator holds stays as it is, which is disabled.
    /// </summary>
    public async Task<Result<Unit>> MeetAsync(User user, bool reopen, AuditEvent what, Caller caller)
    {
        if (user.ClosesAt <= time.GetUtcNow())
        {
            await erasure.TryEraseDueAsync(user);
        }
        else if (user.CanReopen(time.GetUtcNow()))
        {
            if (!reopen)
            {
                return await TellAsync(user, what, caller);
            }

            await ReopenAsync(user, what, caller);
        }

        return new Unit();
    }

    /// <summary>Writes down that the owner was told, and says until when the closing can be taken back.</summary>
    public async Task<Refusal> TellAsync(User user, AuditEvent what, Caller caller)
    {
        await audit.WriteAsync(what with { Refused = AuditReasons.Closing }, caller);
        return new Refusal(AuthError.AccountClosing, Until: user.ClosesAt);
    }

    /// <summary>
    /// Takes the closing back, where the account is being closed. Nothing happens to one that was reopened, held or erased
    /// since the user was read: what follows finds it as it is.
    /// </summary>
    public async Task ReopenAsync(User user, AuditEvent what, Caller caller)
    {
        if (
            user.ClosesAt is not null
            && await accounts.TryReopenAsync(user.Id, user.PasswordVersion, time.GetUtcNow(), CancellationToken.None)
        )
        {
            await audit.WriteAsync(what with { Action = AuditActions.AccountReopen, Actor = what.Target }, caller);
        }
    }
}
