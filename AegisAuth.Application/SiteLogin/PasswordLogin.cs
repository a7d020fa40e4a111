using AegisAuth.Application.Audit;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Logs site users in by user name, verified e-mail address or verified phone number, and password.</summary>
/// <remarks>
/// An account that nobody has, a disabled one, one without a password and a wrong password make the same statements,
/// one hash each, and have the same answer: neither bytes nor time tell them apart. A user who must change the
/// password is let in, and may then do nothing but change it: how else could he?
/// </remarks>
public sealed class PasswordLogin(
    IUserRepository users,
    IPasswordHasher hasher,
    LoginThrottle throttle,
    CaptchaService captchas,
    SiteSignIn signIn,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Checks captcha and password and opens a session. Refuses with <c>Busy</c>, <c>TooManyAttempts</c>,
    /// <c>CaptchaWrong</c> or <c>WrongCredentials</c>.
    /// </summary>
    public async Task<Result<SiteLoginSuccess>> LoginAsync(SiteLoginRequest request, Caller caller, CancellationToken cancellationToken)
    {
        // A place in the hashing queue first: whoever finds it full is told before a captcha is used up.
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            var name = AccountName.Of(request);
            var user = await users.FindByNameAsync(name.ContactKey, name.NameKey, cancellationToken);
            // All names of one user, and the admin login, share one count; a name that nobody has is counted like them.
            var account = user is null ? AttemptKeys.UnknownAccount(name.Normal) : AttemptKeys.Account(user.AegisSpeedId);
            var standing = await throttle.PeekAsync(account, caller, cancellationToken);
            if (standing.RetryAfter is { } pause)
            {
                return new Refusal(AuthError.TooManyAttempts, pause);
            }

            // Before the password, and no guess at it: a wrong captcha is not counted as a failure of the account.
            if (!await captchas.PassAsync(request.CaptchaId, request.Captcha, standing, caller))
            {
                return AuthError.CaptchaWrong;
            }

            // Counted before it is checked: parallel guesses cannot slip past the pause.
            var reserved = await throttle.ReserveAsync(account, caller, cancellationToken);
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
                        return await CheckAsync(attempt, place, user, request, standing, caller);
                    }
                    catch (CheckedUserChangedException)
                    {
                        // A parallel request was faster: what it left decides.
                        user = await users.FindAsync(user!.Id, CancellationToken.None);
                    }
                }
            }
        }
    }

    // Nothing is cancelled here: a guesser who hangs up is counted all the same.
    private async Task<Result<SiteLoginSuccess>> CheckAsync(
        Reservation attempt,
        IHashingPlace place,
        User? user,
        SiteLoginRequest request,
        ThrottleStatus standing,
        Caller caller
    )
    {
        var check = await place.VerifyAsync(request.Password!, user?.PasswordHash);
        if (WhyNot(user, check) is { } why)
        {
            return await RefuseAsync(attempt, user, why, standing, caller);
        }

        var upgradedHash = check == PasswordCheck.RightButOutdated ? await place.HashAsync(request.Password!) : null;
        return await OpenAsync(attempt, user!, upgradedHash, request.Remember == true, caller);
    }

    private static string? WhyNot(User? user, PasswordCheck check) =>
        user switch
        {
            null => AuditReasons.UnknownUser,
            { PasswordHash: null } => AuditReasons.NoPassword,
            _ when check == PasswordCheck.Wrong => AuditReasons.WrongPassword,
            { Enabled: false } => AuditReasons.Disabled,
            _ => null,
        };

    private Task<Result<SiteLoginSuccess>> RefuseAsync(
        Reservation attempt,
        User? user,
        string why,
        ThrottleStatus standing,
        Caller caller
    ) =>
        attempt.SettleAsync<Result<SiteLoginSuccess>>(
            AttemptOutcome.Failure,
            async () =>
            {
                await captchas.NoteFailureAsync(standing, caller);
                await audit.WriteAsync(
                    new AuditEvent(AuditActions.SiteLogin)
                    {
                        Target = user?.AegisSpeedId.ToString() ?? "",
                        OrganisationId = user?.OrganisationId,
                        Refused = why,
                    },
                    caller
                );
                return AuthError.WrongCredentials;
            }
        );

    private Task<Result<SiteLoginSuccess>> OpenAsync(Reservation attempt, User user, string? upgradedHash, bool remember, Caller caller) =>
        attempt.SettleAsync<Result<SiteLoginSuccess>>(
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

                var success = await signIn.OpenAsync(user, remember, caller);
                await audit.WriteAsync(
                    new AuditEvent(AuditActions.SiteLogin)
                    {
                        Actor = user.AegisSpeedId.ToString(),
                        Target = user.AegisSpeedId.ToString(),
                        OrganisationId = user.OrganisationId,
                    },
                    caller
                );
                return success;
            }
        );
}
