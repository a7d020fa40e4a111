using AegisAuth.Application.Audit;
using AegisAuth.Application.Security;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.StepUp;

/// <summary>Issues dynamic secrets: the proof that whoever holds a token is still its owner. See <c>readme.md</c>.</summary>
public sealed class DynamicSecretService(
    ISessions sessions,
    PasswordProof passwords,
    AuditLog audit,
    IOptions<DynamicSecretOptions> options,
    TimeProvider time
)
{
    /// <summary>
    /// Checks the proof under the guard and gives the session a new secret in the place of the one before. Refuses with
    /// <c>Busy</c>, <c>TooManyAttempts</c>, <c>WrongProof</c>, <c>InvalidParameter</c> when the proof that counts for
    /// this account is not there, or <c>TokenInvalid</c> when the session ended while the proof was checked.
    /// </summary>
    public async Task<Result<IssuedSecret>> IssueAsync(
        StepUpRequest request,
        SignedIn me,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        request.Password is { } password
            ? await passwords.CheckAsync(
                me,
                password,
                AuditActions.StepUp,
                caller,
                proven => IssueAsync(proven.Attempt, proven.User.PasswordHash, me, caller),
                cancellationToken
            )
            : AuthError.InvalidParameter;

    private Task<Result<IssuedSecret>> IssueAsync(Reservation attempt, string? checkedHash, SignedIn me, Caller caller)
    {
        var secret = RandomSecret.Create();
        var hash = RandomSecret.Hash(secret);
        return attempt.SettleAsync<Result<IssuedSecret>>(
            AttemptOutcome.Success,
            async () =>
            {
                var lifetime = options.Value.Lifetime;
                var expiresAt = time.GetUtcNow() + lifetime;
                // A logout or a password change that was faster has ended the session: it must not come back to life.
                if (
                    !await sessions.TrySetSecretAsync(
                        new SecretOfSession(me.SessionId, hash, expiresAt, checkedHash),
                        CancellationToken.None
                    )
                )
                {
                    return AuthError.TokenInvalid;
                }

                await audit.WriteAsync(me.Event(AuditActions.StepUp), caller);
                return new IssuedSecret(secret, (int)lifetime.TotalSeconds, expiresAt.ToUnixTimeSeconds());
            }
        );
    }
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
