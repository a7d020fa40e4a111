using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Closing;

/// <summary>Lets users close the own account (PIPL article 47, GDPR article 17).</summary>
public sealed class AccountClosing(
    PasswordReauthentication passwords,
    Reauthentication owner,
    ClosingTransaction closing,
    IUnitOfWork unitOfWork
)
{
    /// <summary>
    /// Ends every session, code and secret of the account, and its logins. After <c>Account:ClosingPeriod</c> it is erased.
    /// Refuses with <c>RecentAuthenticationRequired</c>, <c>WrongProof</c>, <c>TooManyAttempts</c> or <c>Busy</c>, with
    /// <c>Forbidden</c> for the last enabled super admin, and with <c>TokenInvalid</c> when the account was closed or
    /// disabled meanwhile.
    /// </summary>
    public async Task<Result<AccountClosed>> CloseAsync(
        CloseRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (PasswordForm.IsPassword(request.Password))
        {
            // In the transaction that settles the attempt: the password that was checked is the one the account still has.
            return await passwords.CheckAsync(
                request.Password!,
                AuditActions.AccountClose,
                caller,
                _ => closing.RunAsync(caller),
                cancellationToken
            );
        }

        var proof = await owner.CheckAsync(request.Password, AuditActions.AccountClose, caller, cancellationToken);
        return proof.IsRefused(out var refusal, out _)
            ? refusal
            : await unitOfWork.RunAsync(() => closing.RunAsync(caller), CancellationToken.None);
    }
}

/// <summary>What closing an account does, inside a transaction.</summary>
public sealed class ClosingTransaction(
    IUserRepository users,
    IManagedUserRepository managed,
    IClosingRepository accounts,
    SessionService sessions,
    AccountNotices notices,
    AuditLog audit,
    IOptions<ClosingOptions> options,
    TimeProvider time
)
{
    internal async Task<Result<AccountClosed>> RunAsync(AuthenticatedCaller caller)
    {
        if (await users.FindAsync(caller.Session.UserId, CancellationToken.None) is not { Enabled: true } user)
        {
            return AuthError.TokenInvalid;
        }

        if (user.Role == AdminRole.SuperAdmin && await IsLastAsync(user))
        {
            await audit.WriteAsync(caller.Session.Event(AuditActions.AccountClose) with { Refused = AuditReasons.LastSuperAdmin }, caller);
            return AuthError.Forbidden;
        }

        var now = time.GetUtcNow();
        var closesAt = now + options.Value.ClosingPeriod;
        if (!await accounts.TryCloseAsync(user.Id, user.Role, closesAt, now, CancellationToken.None))
        {
            // Closed, disabled or given another role between reading and writing: look again.
            throw new ConcurrencyConflictException();
        }

        await notices.TellClosingAsync(user.Id, closesAt);
        await sessions.EndAllAsync(user.Id);
        await accounts.EndCodesAsync(user.Id, CancellationToken.None);
        await audit.WriteAsync(caller.Session.Event(AuditActions.AccountClose), caller);
        return new AccountClosed(closesAt.ToUnixTimeSeconds());
    }

    // Two super admins who close their accounts at once: the second waits here, and is the last one then.
    private async Task<bool> IsLastAsync(User user)
    {
        await managed.LockAsync(CancellationToken.None);
        return await managed.CountOtherSuperAdminsAsync(user.Id, CancellationToken.None) == 0;
    }
}
