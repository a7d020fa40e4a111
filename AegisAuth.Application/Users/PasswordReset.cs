using AegisAuth.Application.Audit;
using AegisAuth.Application.OneTimeCodes;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Application.Users;

/// <summary>Lets a user set a password with a code that an administrator has handed out.</summary>
public sealed class PasswordReset(
    ResetCodes resets,
    IUsers users,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    LoginGuard guard,
    NewPasswords passwords,
    AuditLog audit
)
{
    /// <summary>
    /// Sets the password, ends every session and every pause of the account, and uses the code up. A code whose
    /// password was refused by the <see cref="PasswordPolicy"/> stays good. Refuses with <c>Busy</c>,
    /// <c>TooManyAttempts</c>, <c>OneTimeCodeInvalid</c>, also for a disabled account, or with what the policy says.
    /// </summary>
    public async Task<Result<Done>> CompleteAsync(PasswordResetRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            // There is no account yet, only a code: wrong codes count for the address they come from.
            var reserved = await guard.ReserveAsync(AttemptKeys.UnknownAccount(request.Code!), caller, cancellationToken);
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

    private Task<Result<Done>> RefuseAsync(Reservation attempt, Caller caller) =>
        attempt.SettleAsync<Result<Done>>(
            AttemptOutcome.Failure,
            async () =>
            {
                await audit.WriteAsync(new AuditEvent(AuditActions.PasswordReset) { Refused = AuditReasons.CodeInvalid }, caller);
                return AuthError.OneTimeCodeInvalid;
            }
        );

    private Task<Result<Done>> SetAsync(Reservation attempt, OneTimeCode code, User user, string hash, Caller caller) =>
        attempt.SettleAsync<Result<Done>>(
            AttemptOutcome.Success,
            async () =>
                // Of parallel uses of one code one gets here, and none once the account was disabled or changed.
                await resets.TryTakeAsync(code) && await passwords.TryResetAsync(user, hash, caller)
                    ? new Done()
                    : AuthError.OneTimeCodeInvalid
        );
}
