using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Stores a new password with all that has to go with it. Call it inside a transaction, which also uses up what
/// allowed the change.
/// </summary>
/// <remarks>
/// Every code on its way that would set yet another password ends here, also one of an administrator: a user who changes a password
/// because a mailbox or a colleague is not to be trusted any more must not be overruled by a code from before.
/// </remarks>
public sealed class PasswordUpdater(
    IUserRepository users,
    OneTimeCodeService codes,
    SessionService sessions,
    LoginThrottle throttle,
    AccountNotices notices,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// The own password of a user who is logged in: every other session ends. False, and nothing is done, when the
    /// password was replaced, or the role changed by which it was judged, since <paramref name="user"/> was read.
    /// </summary>
    public async Task<bool> TryChangeAsync(User user, string newHash, AuthenticatedCaller caller)
    {
        if (!await TryStoreAsync(user, newHash))
        {
            return false;
        }

        await sessions.EndAllButThisAsync(caller.Session);
        await audit.WriteAsync(caller.Session.Event(AuditActions.PasswordChange), caller);
        return true;
    }

    /// <summary>
    /// The password of a user who has brought a code: every session ends. False, and nothing is done, when the
    /// password was changed another way meanwhile, or the role.
    /// </summary>
    public async Task<bool> TryResetAsync(User user, string newHash, Caller caller)
    {
        if (!await TryStoreAsync(user, newHash))
        {
            return false;
        }

        await sessions.EndAllAsync(user.Id);
        // The owner is here: the pause that others' guesses have caused, and that brought the owner here, is over.
        await throttle.UnlockAsync(AttemptKeys.Account(user.AegisSpeedId), CancellationToken.None);
        await audit.WriteAsync(
            new AuditEvent(AuditActions.PasswordReset)
            {
                Actor = user.AegisSpeedId.ToString(),
                Target = user.AegisSpeedId.ToString(),
                OrganisationId = user.OrganisationId,
            },
            caller
        );
        return true;
    }

    private async Task<bool> TryStoreAsync(User user, string newHash)
    {
        if (!await users.TrySetPasswordAsync(user, newHash, time.GetUtcNow(), CancellationToken.None))
        {
            return false;
        }

        await codes.EndPasswordCodesAsync(user.Id);
        await notices.TellAsync(user.Id, AccountChange.Password);
        return true;
    }
}
