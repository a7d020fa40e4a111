using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
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
    public Task<Result<Unit>> ChangeAsync(OwnPasswordRequest request, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        proof.CheckAsync(
            request.Password!,
            AuditActions.PasswordChange,
            caller,
            (user, place) => PrepareAsync(user, place, request, caller),
            cancellationToken
        );

    private async Task<Func<Task<Result<Unit>>>> PrepareAsync(
        User user,
        IHashingPlace place,
        OwnPasswordRequest request,
        AuthenticatedCaller caller
    )
    {
        var next = request.NewPassword!;
        if (WhyNot(next, request.Password!, user) is { } refused)
        {
            return () => RefuseAsync(refused, caller);
        }

        var hash = await place.HashAsync(next);
        return async () => await passwords.TryChangeAsync(user, hash, caller) ? new Unit() : AuthError.WrongProof;
    }

    // The old one again would leave a one-time password in force that was meant for one login.
    private AuthError? WhyNot(string next, string old, User user) =>
        policy.Check(next, PasswordOwner.Of(user)) ?? (PasswordText.AreSame(next, old) ? AuthError.PasswordUnchanged : null);

    private async Task<Result<Unit>> RefuseAsync(AuthError why, AuthenticatedCaller caller)
    {
        await audit.WriteAsync(caller.Session.Event(AuditActions.PasswordChange) with { Refused = AuditReasons.WeakPassword }, caller);
        return why;
    }
}
