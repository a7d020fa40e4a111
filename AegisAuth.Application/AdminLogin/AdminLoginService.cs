using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.AdminLogin;

/// <summary>Logs administrators in by their AegisSpeed id and password.</summary>
public sealed class AdminLoginService(
    IUserRepository users,
    IPasswordHasher hasher,
    LoginThrottle throttle,
    SessionService sessions,
    AuditLog audit,
    ISecretProtector protector,
    IOptions<LoginOptions> options,
    ServiceMetrics metrics,
    TimeProvider time
)
{
    /// <summary>
    /// Checks the password under the throttle and opens an admin session. Refuses with <c>Busy</c>, <c>TooManyAttempts</c>,
    /// <c>UserNotFound</c>, <c>WrongCredentials</c> or <c>NotAdmin</c>.
    /// </summary>
    public Task<Result<AdminLoginSuccess>> LoginAsync(AdminLoginRequest request, Caller caller, CancellationToken cancellationToken) =>
        metrics.AdminLoginAsync(() => CheckAsync(request, caller, cancellationToken));

    private async Task<Result<AdminLoginSuccess>> CheckAsync(AdminLoginRequest request, Caller caller, CancellationToken cancellationToken)
    {
        // A place in the hashing queue first: whoever finds it full is told at once, before anything is counted.
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            var id = AegisSpeedId.Parse(request.AegisSpeedId!);
            // Counted before it is checked: parallel guesses cannot slip past the pause. Unknown ids are counted too.
            var reserved = await throttle.ReserveAsync(AttemptKeys.Account(id), caller, cancellationToken);
            if (reserved.IsRefused(out var refusal, out var attempt))
            {
                return refusal;
            }

            await using (attempt)
            {
                while (true)
                {
                    try
                    {
                        return await CheckAsync(attempt, place, id, request.Password!, caller);
                    }
                    catch (CheckedUserChangedException)
                    {
                        // A parallel request was faster: what it left decides.
                    }
                }
            }
        }
    }

    // Nothing is cancelled here: a guesser who hangs up is counted all the same.
    private async Task<Result<AdminLoginSuccess>> CheckAsync(
        Reservation attempt,
        IHashingPlace place,
        AegisSpeedId id,
        string password,
        Caller caller
    )
    {
        var user = await users.FindAsync(id, CancellationToken.None);
        var check = await place.VerifyAsync(password, user?.PasswordHash);
        if (WhyNot(user, check) is { } why)
        {
            return await RefuseAsync(attempt, id, user, why, caller);
        }

        var upgradedHash = check == PasswordCheck.RightButOutdated ? await place.HashAsync(password) : null;
        return await OpenAsync(attempt, user!, upgradedHash, caller);
    }

    // The role comes last: nobody learns of it before the password is right.
    private static string? WhyNot(User? user, PasswordCheck check) =>
        user switch
        {
            null => AuditReasons.UnknownUser,
            _ when check == PasswordCheck.Wrong => AuditReasons.WrongPassword,
            { Enabled: false } => AuditReasons.Disabled,
            _ when !RoleRules.MayUseAdminLogin(user.Role) => AuditReasons.NotAdmin,
            _ => null,
        };

    private Task<Result<AdminLoginSuccess>> RefuseAsync(Reservation attempt, AegisSpeedId id, User? user, string why, Caller caller)
    {
        var reveal = options.Value.RevealAccountState;
        // Where the answer does not tell a right password, the count must not tell it either.
        var outcome = reveal && why == AuditReasons.NotAdmin ? AttemptOutcome.Success : AttemptOutcome.Failure;
        var error = why switch
        {
            AuditReasons.UnknownUser when reveal => AuthError.UserNotFound,
            AuditReasons.NotAdmin when reveal => AuthError.NotAdmin,
            _ => AuthError.WrongCredentials,
        };
        return attempt.SettleAsync<Result<AdminLoginSuccess>>(
            outcome,
            async () =>
            {
                await audit.WriteAsync(
                    new AuditEvent(AuditActions.AdminLogin)
                    {
                        Target = id.ToString(),
                        OrganisationId = user?.OrganisationId,
                        Refused = why,
                    },
                    caller
                );
                return error;
            }
        );
    }

    private Task<Result<AdminLoginSuccess>> OpenAsync(Reservation attempt, User user, string? upgradedHash, Caller caller) =>
        attempt.SettleAsync<Result<AdminLoginSuccess>>(
            AttemptOutcome.Success,
            async () =>
            {
                // A password change that was faster has ended every session; this login must not bring one back.
                if (!await users.TryRecordLoginAsync(user.Id, user.PasswordHash, time.GetUtcNow(), CancellationToken.None))
                {
                    throw new CheckedUserChangedException();
                }

                if (upgradedHash is not null)
                {
                    await users.UpgradePasswordHashAsync(user.Id, user.PasswordHash!, upgradedHash, CancellationToken.None);
                }

                var opened = await sessions.OpenAsync(user, Surface.Admin, remember: false, caller);
                await audit.WriteAsync(
                    new AuditEvent(AuditActions.AdminLogin)
                    {
                        Actor = user.AegisSpeedId.ToString(),
                        Target = user.AegisSpeedId.ToString(),
                        OrganisationId = user.OrganisationId,
                    },
                    caller
                );
                return new AdminLoginSuccess(user.AegisSpeedId, opened.Token, MaskedResidentId(user));
            }
        );

    private string MaskedResidentId(User user) =>
        user.ProtectedResidentId is { } text && ResidentId.TryParse(protector.Unprotect(SecretPurposes.ResidentId, text), out var number)
            ? number.Masked
            : "";
}

/// <summary>A completed admin login.</summary>
/// <param name="AegisSpeedId">Who it is.</param>
/// <param name="Token">The only copy of the token.</param>
/// <param name="MaskedResidentId">The resident number, first three and last four characters kept; empty where none is known.</param>
public sealed record AdminLoginSuccess(AegisSpeedId AegisSpeedId, string Token, string MaskedResidentId)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(AdminLoginSuccess);
}
