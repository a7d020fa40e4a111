using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>Lets people change their own password, with the old one as proof (ASVS 5.0, 6.2.3).</summary>
public sealed class OwnPasswordService(PasswordReauthentication proof, PasswordPolicy policy, PasswordUpdater passwords, AuditLog audit)
{
    /// <summary>
    /// Checks the old password under the throttle, judges and stores the new one, and ends every other session of the
    /// user on both surfaces and the dynamic secret of this one. Refuses with <c>Busy</c>, <c>TooManyAttempts</c>,
    /// <c>WrongProof</c>, a refusal of <see cref="PasswordPolicy"/>, or <c>PasswordUnchanged</c> when the new password is the old one.
    /// </summary>
    public Task<Result<Unit>> ChangeAsync(
        OwnPasswordRequest request,
        AuthenticatedSession me,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        proof.CheckAsync(
            me,
            request.Password!,
            AuditActions.PasswordChange,
            caller,
            proven => ChangeAsync(proven, request, me, caller),
            cancellationToken
        );

    private async Task<Result<Unit>> ChangeAsync(ProvenPassword proven, OwnPasswordRequest request, AuthenticatedSession me, Caller caller)
    {
        var next = request.NewPassword!;
        if (WhyNot(next, request.Password!, proven.User) is { } refused)
        {
            return await RefuseAsync(proven.Attempt, refused, me, caller);
        }

        var hash = await proven.Place.HashAsync(next);
        return await proven.Attempt.SettleAsync<Result<Unit>>(
            AttemptOutcome.Success,
            async () =>
                await passwords.TryChangeAsync(me, proven.User.PasswordHash, hash, caller)
                    ? new Unit()
                    // Somebody else's change was faster: what was proven above is the old password no more.
                    : AuthError.WrongProof
        );
    }

    // The old one again would leave a one-time password in force that was meant for one login.
    private AuthError? WhyNot(string next, string old, User user) =>
        policy.Check(next, PasswordOwner.Of(user))
        ?? (string.Equals(next, old, StringComparison.Ordinal) ? AuthError.PasswordUnchanged : null);

    private Task<Result<Unit>> RefuseAsync(Reservation attempt, AuthError why, AuthenticatedSession me, Caller caller) =>
        attempt.SettleAsync<Result<Unit>>(
            AttemptOutcome.Success,
            async () =>
            {
                await audit.WriteAsync(me.Event(AuditActions.PasswordChange) with { Refused = AuditReasons.WeakPassword }, caller);
                return why;
            }
        );
}
