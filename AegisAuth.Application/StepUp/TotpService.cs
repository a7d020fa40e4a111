using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;

namespace AegisAuth.Application.StepUp;

/// <summary>Enrols and removes the authenticator app of the caller.</summary>
public sealed class TotpService(
    IAuthenticatorRepository authenticators,
    ISessionRepository sessions,
    SecondFactorVerifier proof,
    ISecretProtector protector,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    TotpPresentation presentation,
    TimeProvider time
)
{
    /// <summary>A new key, which counts once it is confirmed. Refuses with <c>Conflict</c> while a confirmed app is there.</summary>
    public async Task<Result<TotpEnrolment>> EnrollAsync(AuthenticatedCaller caller)
    {
        var key = Totp.NewKey();
        var fresh = new Authenticator
        {
            UserId = caller.Session.UserId,
            ProtectedKey = protector.Protect(SecretPurposes.Authenticator, Convert.ToBase64String(key)),
            CreatedAt = time.GetUtcNow(),
        };
        return await unitOfWork.RunAsync<Result<TotpEnrolment>>(
            async () =>
            {
                if (!await authenticators.TryEnrollAsync(fresh, CancellationToken.None))
                {
                    return AuthError.Conflict;
                }

                await audit.WriteAsync(caller.Session.Event(AuditActions.TotpEnroll), caller);
                return presentation.Of(key, caller.Session.AegisSpeedId);
            },
            CancellationToken.None
        );
    }

    /// <summary>
    /// Makes the enrolled app count and brings the only copy of ten recovery codes. Ends the dynamic secrets of the
    /// caller's other sessions: they were proven by less. Refuses with <c>InvalidParameter</c> when nothing waits to be
    /// confirmed, <c>WrongProof</c>, <c>TooManyAttempts</c> or <c>Busy</c>.
    /// </summary>
    public async Task<Result<RecoveryCodesOfUser>> ConfirmAsync(
        TotpConfirmRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (await authenticators.FindAsync(caller.Session.UserId, cancellationToken) is not { Confirmed: false } app)
        {
            return AuthError.InvalidParameter;
        }

        var codes = RecoveryCodes.New();
        var hashes = codes.Select(code => RecoveryCodes.Hash(code)!).ToList();
        return await proof.CheckTotpAsync<RecoveryCodesOfUser>(
            app,
            request.TotpCode!,
            AuditActions.TotpConfirm,
            caller,
            async () =>
            {
                if (!await authenticators.TryConfirmAsync(app, hashes, CancellationToken.None))
                {
                    return AuthError.InvalidParameter;
                }

                await sessions.DeleteSecretsAsync(caller.Session.UserId, caller.Session.SessionId, CancellationToken.None);
                await audit.WriteAsync(caller.Session.Event(AuditActions.TotpConfirm), caller);
                return new RecoveryCodesOfUser(codes);
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Removes the app and its recovery codes: the password steps up again. Refuses with <c>InvalidParameter</c> when no
    /// confirmed app is there, <c>WrongProof</c>, <c>TooManyAttempts</c> or <c>Busy</c>.
    /// </summary>
    public async Task<Result<Unit>> RemoveAsync(TotpRemoveRequest request, AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        if (await authenticators.FindAsync(caller.Session.UserId, cancellationToken) is not { Confirmed: true } app)
        {
            return AuthError.InvalidParameter;
        }

        return request.RecoveryCode is { } recovery
            ? await proof.CheckRecoveryAsync(recovery, AuditActions.TotpRemove, caller, () => RemoveAsync(caller), cancellationToken)
            : await proof.CheckTotpAsync(
                app,
                request.TotpCode!,
                AuditActions.TotpRemove,
                caller,
                () => RemoveAsync(caller),
                cancellationToken
            );
    }

    private async Task<Result<Unit>> RemoveAsync(AuthenticatedCaller caller)
    {
        await authenticators.DeleteAsync(caller.Session.UserId, CancellationToken.None);
        await sessions.DeleteSecretsAsync(caller.Session.UserId, caller.Session.SessionId, CancellationToken.None);
        await audit.WriteAsync(caller.Session.Event(AuditActions.TotpRemove), caller);
        return new Unit();
    }
}

/// <summary>Ten codes for an admin who loses the app.</summary>
/// <param name="RecoveryCodes">The only copy; each works once.</param>
public sealed record RecoveryCodesOfUser(IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>Keeps the codes out of logs.</summary>
    public override string ToString() => nameof(RecoveryCodesOfUser);
}
