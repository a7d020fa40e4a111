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
        AuthenticatedSession me,
        string? password,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var proof = await ProveAsync(me, password, AuditActions.PasskeyAdd, caller, cancellationToken);
        return proof.IsRefused(out var refusal, out _) ? refusal : await passkeys.BeginAsync(me, cancellationToken);
    }

    /// <summary>Adds. The challenge stands for the reauthentication that it was given out for.</summary>
    public async Task<Result<OwnPasskey>> FinishAsync(
        AuthenticatedSession me,
        PasskeyFinishRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (IsElsewhere(me))
        {
            return AuthError.Forbidden;
        }

        var verified = await passkeys.RedeemAsync(request, me);
        return verified.IsRefused(out var refusal, out var passkey)
            ? refusal
            : await unitOfWork.RunAsync(() => passkeys.AddAsync(passkey, me, caller), cancellationToken);
    }

    /// <summary>Removes. Refuses as <see cref="Reauthentication"/> and <see cref="PasskeyService.RemoveAsync"/> do, or with <c>Forbidden</c>.</summary>
    public async Task<Result<Unit>> RemoveAsync(
        AuthenticatedSession me,
        string id,
        string? password,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var proof = await ProveAsync(me, password, AuditActions.PasskeyRemove, caller, cancellationToken);
        return proof.IsRefused(out var refusal, out _)
            ? refusal
            : await unitOfWork.RunAsync(() => RemoveAsync(me, id, caller), cancellationToken);
    }

    private async Task<Result<Unit>> RemoveAsync(AuthenticatedSession me, string id, Caller caller)
    {
        var removed = await passkeys.RemoveAsync(id, me, caller);
        if (!removed.IsRefused(out _, out _) && me.Surface == Surface.Admin)
        {
            // Other sessions may hold a secret that was proven by what does not count any more.
            await sessions.DeleteSecretsAsync(me.UserId, me.SessionId, CancellationToken.None);
        }

        return removed;
    }

    private async Task<Result<Unit>> ProveAsync(
        AuthenticatedSession me,
        string? password,
        string action,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        IsElsewhere(me) ? AuthError.Forbidden
        : me.Surface == Surface.Admin ? new Unit()
        : await owner.CheckAsync(me, password, action, caller, cancellationToken);

    private static bool IsElsewhere(AuthenticatedSession me) => me.Surface == Surface.Site && me.Role != AdminRole.None;
}
