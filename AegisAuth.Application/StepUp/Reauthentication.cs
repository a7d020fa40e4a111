using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;

namespace AegisAuth.Application.StepUp;

/// <summary>
/// Whether the owner of a session is there now: the password is given, or the login was less than ten minutes ago.
/// Who only found an open browser must not change the ways in.
/// </summary>
public sealed class Reauthentication(PasswordReauthentication passwords, TimeProvider time)
{
    /// <summary>Refuses with <c>RecentAuthenticationRequired</c>, <c>WrongProof</c>, <c>TooManyAttempts</c> or <c>Busy</c>.</summary>
    public async Task<Result<Unit>> CheckAsync(
        string? password,
        string action,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(password))
        {
            return RecentAuthentication.Is(caller.Session, time) ? new Unit() : AuthError.RecentAuthenticationRequired;
        }

        if (!PasswordForm.IsPassword(password))
        {
            return AuthError.WrongProof;
        }

        return await passwords.CheckAsync<Unit>(
            password,
            action,
            caller,
            _ => Task.FromResult<Result<Unit>>(new Unit()),
            cancellationToken
        );
    }
}
