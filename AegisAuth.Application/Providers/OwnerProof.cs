using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Validation;
using AegisAuth.Domain;

namespace AegisAuth.Application.Providers;

/// <summary>
/// Whether the owner of a session is there now: the password is given, or the login was less than ten minutes ago.
/// Who only found an open browser must not change the ways in.
/// </summary>
public sealed class OwnerProof(PasswordProof passwords, TimeProvider time)
{
    /// <summary>Refuses with <c>FreshLoginRequired</c>, <c>WrongProof</c>, <c>TooManyAttempts</c> or <c>Busy</c>.</summary>
    public async Task<Result<Done>> CheckAsync(
        SignedIn me,
        string? password,
        string action,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(password))
        {
            return FreshLogin.Is(me, time) ? new Done() : AuthError.FreshLoginRequired;
        }

        if (!PasswordForm.IsPassword(password))
        {
            return AuthError.WrongProof;
        }

        return await passwords.CheckAsync<Done>(
            me,
            password,
            action,
            caller,
            proven => proven.Attempt.SettleAsync<Result<Done>>(AttemptOutcome.Success, () => Task.FromResult<Result<Done>>(new Done())),
            cancellationToken
        );
    }
}
