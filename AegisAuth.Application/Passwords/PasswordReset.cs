using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>Lets a user set a password with a code that an administrator has handed out.</summary>
public sealed class PasswordReset(
    ResetCodes resets,
    IUserRepository users,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    LoginThrottle throttle,
    PasswordUpdater passwords,
    AuditLog audit
)
{
    /// <summary>
    /// Sets the password, ends every session and every pause of the account, and uses the code up. A code whose
    /// password was refused by the <see cref="PasswordPolicy"/> stays good. Refuses with <c>Busy</c>,
    /// <c>TooManyAttempts</c>, <c>OneTimeCodeInvalid</c>, also for a disabled account, or with what the policy says.
    /// </summary>
    public async Task<Result<Unit>> CompleteAsync(PasswordResetRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            // There is no account yet, only a code: wrong codes count for the address they come from.
            var reserved = await throttle.ReserveAsync(AttemptKeys.UnknownAccount(request.Code!), caller, cancellationToken);
            if (reserved.IsRefused(out var refusal, out var attempt))
            {
                return refusal;
            }

            await using (attempt)
            {
                var code = await resets.FindAsync(request.Code, CancellationToken.None);
                if (code is null || await users.FindAsync(code.UserId, CancellationToken.None) is not { Enabled: true } user)
                {
                    return await RefuseAsync(attempt, caller);
                }

                if (policy.Check(request.NewPassword!, PasswordOwner.Of(user)) is { } weak)
                {
                    return weak;
                }

                return await SetAsync(attempt, code, user, await place.HashAsync(request.NewPassword!), caller);
            }
        }
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
                await resets.TryTakeAsync(code) && await passwords.TryResetAsync(user, hash, caller)
                    ? new Unit()
                    : AuthError.OneTimeCodeInvalid
        );
}
