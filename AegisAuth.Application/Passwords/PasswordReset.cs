using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>Lets a user set a password with a code: one that an administrator has handed out, or one that was mailed.</summary>
public sealed class PasswordReset(
    OneTimeCodeVerifier verifier,
    IUserRepository users,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    PasswordUpdater passwords,
    AuditLog audit,
    IOptions<MessageOptions> messages,
    IOptions<ManagementOptions> management
)
{
    /// <summary>
    /// Sets the password, ends every session, every pause and every other code of the account, and uses the code up. A code
    /// whose password was refused by the <see cref="PasswordPolicy"/> stays good. Refuses with <c>Busy</c>,
    /// <c>TooManyAttempts</c>, <c>OneTimeCodeInvalid</c>, also for a disabled account and for an address that is not the
    /// account's any more, or with what the policy says.
    /// </summary>
    /// <param name="code">What the user brought.</param>
    /// <param name="purpose"><see cref="CodePurposes.AdminReset"/> or <see cref="CodePurposes.ResetPassword"/>.</param>
    /// <param name="newPassword">The password as it was sent.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Ends the waiting for the throttle.</param>
    public async Task<Result<Unit>> CompleteAsync(
        string code,
        string purpose,
        string newPassword,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            return await verifier.CheckAsync(
                code,
                purpose,
                purpose == CodePurposes.AdminReset ? management.Value.ResetCodeLifetime : messages.Value.ResetLifetime,
                caller,
                (found, attempt) => UseAsync(found, newPassword, place, attempt, caller),
                cancellationToken
            );
        }
    }

    private async Task<Result<Unit>> UseAsync(
        OneTimeCode? code,
        string newPassword,
        IHashingPlace place,
        Reservation attempt,
        Caller caller
    )
    {
        if (code is null || await FindUserAsync(code) is not { } user)
        {
            return await RefuseAsync(attempt, caller);
        }

        if (policy.Check(newPassword, PasswordOwner.Of(user)) is { } weak)
        {
            return weak;
        }

        return await SetAsync(attempt, code, user, await place.HashAsync(newPassword), caller);
    }

    // A mailed code works only while its address is the account's, and never for an administrator: a mailbox is less than
    // what that login asks for.
    private async Task<User?> FindUserAsync(OneTimeCode code)
    {
        var isMailed = code.Purpose == CodePurposes.ResetPassword;
        var user = isMailed
            ? await users.FindByNameAsync(code.Contact, nameKey: null, CancellationToken.None)
            : await users.FindAsync(code.UserId, CancellationToken.None);
        return user is { Enabled: true } && user.Id == code.UserId && (!isMailed || user.Role == AdminRole.None) ? user : null;
    }

    private Task<Result<Unit>> RefuseAsync(Reservation attempt, Caller caller) =>
        attempt.SettleAsync<Result<Unit>>(
            AttemptOutcome.Failure,
            async () =>
            {
                await audit.WriteAsync(new AuditEvent(AuditActions.PasswordReset) { Refused = AuditReasons.CodeInvalid }, caller);
                return AuthError.OneTimeCodeInvalid;
            }
        );

    private Task<Result<Unit>> SetAsync(Reservation attempt, OneTimeCode code, User user, string hash, Caller caller) =>
        attempt.SettleAsync<Result<Unit>>(
            AttemptOutcome.Success,
            async () =>
                // Of parallel uses of one code one gets here, and none once the account was disabled or changed.
                await verifier.TryTakeAsync(code) && await passwords.TryResetAsync(user, hash, caller)
                    ? new Unit()
                    : AuthError.OneTimeCodeInvalid
        );
}
