using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.StepUp;

/// <summary>Gives a session a dynamic secret. Which proof that takes, <see cref="DynamicSecretService"/> knows.</summary>
public sealed class DynamicSecretIssuer(
    ISessionRepository sessions,
    AuditLog audit,
    IOptions<DynamicSecretOptions> options,
    TimeProvider time
)
{
    /// <summary>
    /// Stores a new secret in the place of the one before. Belongs in the transaction that settles the proof. Refuses with
    /// <c>TokenInvalid</c> when the session ended, or the password changed from this version, while the proof was checked, and
    /// when an authenticator app was confirmed meanwhile and the proof was the password alone.
    /// </summary>
    public async Task<Result<IssuedSecret>> IssueAsync(long passwordVersion, bool bySecondFactor, AuthenticatedCaller caller)
    {
        var secret = RandomSecret.Create();
        var lifetime = options.Value.Lifetime;
        var expiresAt = time.GetUtcNow() + lifetime;
        var hash = RandomSecret.Hash(secret);
        var stored = new SecretOfSession(caller.Session.SessionId, caller.Session.UserId, hash, expiresAt, passwordVersion, bySecondFactor);
        // A logout or a password change that was faster has ended the session: it must not come back to life.
        if (!await sessions.TrySetSecretAsync(stored, CancellationToken.None))
        {
            return AuthError.TokenInvalid;
        }

        await audit.WriteAsync(caller.Session.Event(AuditActions.StepUp), caller);
        return new IssuedSecret(secret, (int)lifetime.TotalSeconds, expiresAt.ToUnixTimeSeconds());
    }
}
