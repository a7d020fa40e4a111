using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passkeys;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Domain;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>
/// Demands a reauthentication before passkeys change: a site session gives the password or is fresh, the session of an
/// administrator holds a dynamic secret, which its endpoint has demanded. An account with an admin role changes its passkeys
/// on the admin surface only: a password alone must not add what then stands for the authenticator app.
/// </summary>
public sealed class PasskeyGate(PasskeyService passkeys, Reauthentication owner, ISessionRepository sessions, IUnitOfWork unitOfWork)
{
    /// <summary>Begins. Refuses as <see cref="Reauthentication"/> and <see cref="PasskeyService.BeginAsync"/> do, or with <c>Forbidden</c>.</summary>
    public async Task<Result<PasskeyCreationOptions>> BeginAsync(
        string? password,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        var proof = await ProveAsync(password, AuditActions.PasskeyAdd, caller, cancellationToken);
        return proof.IsRefused(out var refusal, out _) ? refusal : await passkeys.BeginAsync(caller.Session, cancellationToken);
    }

    /// <summary>
    /// Adds. The challenge stands for the reauthentication that it was given out for. Refuses as
    /// <see cref="PasskeyService.RedeemAsync"/> and <see cref="PasskeyService.AddAsync"/> do, or with <c>Forbidden</c>.
    /// </summary>
    public async Task<Result<OwnPasskey>> FinishAsync(
        PasskeyFinishRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (IsElsewhere(caller.Session))
        {
            return AuthError.Forbidden;
        }

        var verified = await passkeys.RedeemAsync(request, caller.Session);
        return verified.IsRefused(out var refusal, out var passkey)
            ? refusal
            : await unitOfWork.RunAsync(() => passkeys.AddAsync(passkey, caller), cancellationToken);
    }

    /// <summary>Removes. Refuses as <see cref="Reauthentication"/> and <see cref="PasskeyService.RemoveAsync"/> do, or with <c>Forbidden</c>.</summary>
    public async Task<Result<Unit>> RemoveAsync(
        string id,
        string? password,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        var proof = await ProveAsync(password, AuditActions.PasskeyRemove, caller, cancellationToken);
        return proof.IsRefused(out var refusal, out _)
            ? refusal
            : await unitOfWork.RunAsync(() => RemoveAsync(id, caller), cancellationToken);
    }

    private async Task<Result<Unit>> RemoveAsync(string id, AuthenticatedCaller caller)
    {
        var removed = await passkeys.RemoveAsync(id, caller);
        if (!removed.IsRefused(out _, out _) && caller.Session.Surface == Surface.Admin)
        {
            // Other sessions may hold a secret that was proven by what does not count any more.
            await sessions.DeleteSecretsAsync(caller.Session.UserId, caller.Session.SessionId, CancellationToken.None);
        }

        return removed;
    }

    private async Task<Result<Unit>> ProveAsync(
        string? password,
        string action,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    ) =>
        IsElsewhere(caller.Session) ? AuthError.Forbidden
        : caller.Session.Surface == Surface.Admin ? new Unit()
        : await owner.CheckAsync(password, action, caller, cancellationToken);

    private static bool IsElsewhere(AuthenticatedSession me) => me.Surface == Surface.Site && me.Role != AdminRole.None;
}
