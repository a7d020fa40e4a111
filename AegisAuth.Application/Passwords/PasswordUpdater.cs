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
/// Every code on its way that would set yet another password ends here, whoever handed it out: who changes a password
/// because a mailbox or a colleague is not to be trusted any more must not be overruled by a code from before.
/// </remarks>
public sealed class PasswordUpdater(
    IUserRepository users,
    OneTimeCodeService codes,
    SessionService sessions,
    LoginThrottle throttle,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// The own password of somebody who is logged in: every other session ends. False, and nothing is done, when the
    /// password is <paramref name="oldHash"/> no more.
    /// </summary>
    public async Task<bool> TryChangeAsync(AuthenticatedSession me, string? oldHash, string newHash, Caller caller)
    {
        if (!await TryStoreAsync(me.UserId, oldHash, newHash))
        {
            return false;
        }

        await sessions.EndAllButThisAsync(me);
        await audit.WriteAsync(me.Event(AuditActions.PasswordChange), caller);
        return true;
    }

    /// <summary>
    /// The password of somebody who has brought a code: every session ends. False, and nothing is done, when the
    /// password was changed another way meanwhile.
    /// </summary>
    public async Task<bool> TryResetAsync(User user, string newHash, Caller caller)
    {
        if (!await TryStoreAsync(user.Id, user.PasswordHash, newHash))
        {
            return false;
        }

        await sessions.EndAllAsync(user.Id);
        // The owner is here: the pause that others' guesses have caused, and that brought him here, is over.
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

    private async Task<bool> TryStoreAsync(long userId, string? oldHash, string newHash)
    {
        if (!await users.TrySetPasswordAsync(userId, oldHash, newHash, time.GetUtcNow(), CancellationToken.None))
        {
            return false;
        }

        await codes.EndPasswordCodesAsync(userId);
        return true;
    }
}
