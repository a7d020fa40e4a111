using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.StepUp;

/// <summary>Issues dynamic secrets: the proof that the holder of a token is still its owner. See <c>readme.md</c>.</summary>
public sealed class DynamicSecretService(
    IAuthenticatorRepository authenticators,
    IUserRepository users,
    PasswordReauthentication passwords,
    SecondFactorVerifier codes,
    PasskeyVerifier passkeys,
    DynamicSecretIssuer issuer
)
{
    /// <summary>
    /// Checks the proof under the throttle and gives the session a new secret in the place of the one before. Refuses with
    /// <c>Busy</c>, <c>TooManyAttempts</c>, <c>WrongProof</c>, <c>PasskeyInvalid</c>, <c>InvalidParameter</c> when the proof that counts for
    /// this account is not there, <c>EndpointClosed</c> for a passkey where these are not configured, or <c>TokenInvalid</c> when the session ended while the proof was checked.
    /// </summary>
    public async Task<Result<IssuedSecret>> IssueAsync(
        StepUpRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        // It proves its holder and the device at once, so it counts beside an app too.
        if (request.Passkey is { } passkey)
        {
            return await passkeys.CheckAsync(
                new PasskeyAttempt(passkey, PasskeyPlace.StepUp(caller.Session), caller.Session, AuditActions.StepUp),
                caller,
                user => issuer.IssueAsync(user.PasswordVersion, bySecondFactor: true, caller),
                cancellationToken
            );
        }

        // Once an app is enrolled only its code counts: the password alone is not even looked at. A session that was read a
        // moment before the enrolment does not know of it; the transaction that stores the secret looks again.
        if (
            caller.Session.HasAuthenticator
            && await authenticators.FindAsync(caller.Session.UserId, cancellationToken) is { Confirmed: true } app
        )
        {
            return request.TotpCode is { } code
                ? await codes.CheckTotpAsync(app, code, AuditActions.StepUp, caller, () => ByCodeAsync(caller), cancellationToken)
                : AuthError.InvalidParameter;
        }

        return request.Password is { } password
            ? await passwords.CheckAsync(
                password,
                AuditActions.StepUp,
                caller,
                user => issuer.IssueAsync(user.PasswordVersion, bySecondFactor: false, caller),
                cancellationToken
            )
            : AuthError.InvalidParameter;
    }

    private async Task<Result<IssuedSecret>> ByCodeAsync(AuthenticatedCaller caller) =>
        await users.FindAsync(caller.Session.UserId, CancellationToken.None) is { } user
            ? await issuer.IssueAsync(user.PasswordVersion, bySecondFactor: true, caller)
            : AuthError.TokenInvalid;
}

/// <summary>A new dynamic secret.</summary>
/// <param name="Secret">The only copy: 256 random bits in base64url.</param>
/// <param name="ExpiresIn">How long it lives, in seconds.</param>
/// <param name="ExpiresTime">When it ends, in unix seconds.</param>
public sealed record IssuedSecret(string Secret, int ExpiresIn, long ExpiresTime)
{
    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => nameof(IssuedSecret);
}
