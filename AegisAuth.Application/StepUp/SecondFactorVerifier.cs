using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Domain;

namespace AegisAuth.Application.StepUp;

/// <summary>Asks a signed-in user for a code of the authenticator app, or a recovery code, through the throttle.</summary>
public sealed class SecondFactorVerifier(
    IAuthenticatorRepository authenticators,
    LoginThrottle throttle,
    ISecretProtector protector,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Checks a code of the app and uses it up, then does <paramref name="proven"/> in the transaction that settles the
    /// attempt. Refuses with <c>TooManyAttempts</c>, <c>Busy</c> or <c>WrongProof</c>, which is audited under <paramref name="action"/>.
    /// </summary>
    public Task<Result<T>> CheckTotpAsync<T>(
        Authenticator app,
        string code,
        string action,
        AuthenticatedCaller caller,
        Func<Task<Result<T>>> proven,
        CancellationToken cancellationToken
    ) => CheckAsync(() => UseTotpAsync(app, code), action, caller, proven, cancellationToken);

    /// <summary>The same for a recovery code.</summary>
    public Task<Result<T>> CheckRecoveryAsync<T>(
        string code,
        string action,
        AuthenticatedCaller caller,
        Func<Task<Result<T>>> proven,
        CancellationToken cancellationToken
    ) => CheckAsync(() => UseRecoveryAsync(caller.Session.UserId, code), action, caller, proven, cancellationToken);

    private async Task<bool> UseTotpAsync(Authenticator app, string code)
    {
        // Decrypted outside of any transaction: the key ring is in the same database.
        var key = Convert.FromBase64String(protector.Unprotect(SecretPurposes.Authenticator, app.ProtectedKey));
        return Totp.MatchingStep(key, code, time.GetUtcNow(), app.LastStep) is { } step
            && await authenticators.TryUseStepAsync(app, step, CancellationToken.None);
    }

    private async Task<bool> UseRecoveryAsync(long userId, string code) =>
        RecoveryCodes.Hash(code) is { } hash && await authenticators.TryUseRecoveryCodeAsync(userId, hash, CancellationToken.None);

    private async Task<Result<T>> CheckAsync<T>(
        Func<Task<bool>> isRight,
        string action,
        AuthenticatedCaller caller,
        Func<Task<Result<T>>> proven,
        CancellationToken cancellationToken
    )
    {
        var account = AttemptKeys.Account(caller.Session.AegisSpeedId);
        var reserved = await throttle.ReserveAsync(account, caller, cancellationToken);
        if (reserved.IsRefused(out var refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            // Counted a second time, for this account's codes from anywhere: a thief who knows the password could
            // else log in after every fourth guess, which forgives the failures at that address, and guess on for ever.
            var everywhere = caller with
            {
                Address = $"codes:{account}",
            };
            var reservedCode = await throttle.ReserveAsync(account, everywhere, cancellationToken);
            if (reservedCode.IsRefused(out refusal, out var codeAttempt))
            {
                return refusal;
            }

            await using (codeAttempt)
            {
                var right = await isRight();
                var outcome = right ? AttemptOutcome.Success : AttemptOutcome.Failure;
                var then = right ? proven : () => RefuseAsync<T>(action, caller);
                return await attempt.SettleAsync(outcome, () => codeAttempt.SettleWithinAsync(outcome, then));
            }
        }
    }

    private async Task<Result<T>> RefuseAsync<T>(string action, AuthenticatedCaller caller)
    {
        await audit.WriteAsync(caller.Session.Event(action) with { Refused = AuditReasons.CodeInvalid }, caller);
        return AuthError.WrongProof;
    }
}
