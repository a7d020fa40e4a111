using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// The one way to check a password: a place in the hashing lanes, a reservation under the throttle, the look-up, the
/// hash, the upgrade of an outdated hash, the settlement. Both logins, the step-up and the change of a password differ
/// only in what a <see cref="PasswordAttempt{T}"/> says.
/// </summary>
public sealed class PasswordAuthenticator(IUserRepository users, IPasswordHasher hasher, LoginThrottle throttle, TimeProvider time)
{
    /// <summary>
    /// Checks the password of one attempt. Refuses with <c>Busy</c> when the lanes are full, with <c>TooManyAttempts</c>
    /// during a pause, or with what the attempt itself answers.
    /// </summary>
    /// <param name="attempt">What is asked, and what follows.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting for the throttle. From the reservation on nothing is cancelled: a guesser who hangs up is counted.
    /// </param>
    public async Task<Result<T>> CheckAsync<T>(PasswordAttempt<T> attempt, Caller caller, CancellationToken cancellationToken)
    {
        // The place comes first: a caller who finds the queue full is told at once, before anything is counted or used up.
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            if ((await attempt.IdentifyAsync(cancellationToken)).IsRefused(out var refusal, out var subject))
            {
                return refusal;
            }

            // Counted before it is checked: parallel guesses cannot slip past the pause.
            if ((await throttle.ReserveAsync(subject.Account, caller, cancellationToken)).IsRefused(out refusal, out var reservation))
            {
                return refusal;
            }

            await using (reservation)
            {
                return await CheckAsync(attempt, await subject.ReadAsync(), place, reservation);
            }
        }
    }

    private async Task<Result<T>> CheckAsync<T>(PasswordAttempt<T> attempt, User? user, IHashingPlace place, Reservation reservation)
    {
        var check = await place.VerifyAsync(attempt.Password, user?.PasswordHash);
        if (attempt.Judge(user, check != PasswordCheck.Wrong) is { } denial)
        {
            return await reservation.SettleAsync(denial.Outcome, () => attempt.RefuseAsync(user, denial.Reason));
        }

        var upgradedHash = check == PasswordCheck.RightButOutdated ? await place.HashAsync(attempt.Password) : null;
        var commit = await attempt.AcceptAsync(user!, place);
        return await reservation.SettleAsync(
            async () => await ConfirmAsync(attempt, user!) ? AttemptOutcome.Success : AttemptOutcome.Failure,
            async outcome =>
            {
                if (outcome == AttemptOutcome.Failure)
                {
                    return await attempt.RefuseAsync(user, AuditReasons.WrongPassword);
                }

                if (upgradedHash is not null)
                {
                    await users.UpgradePasswordHashAsync(user!.Id, user.PasswordHash!, upgradedHash, CancellationToken.None);
                }

                return await commit();
            }
        );
    }

    // A new password, or a disabling, that was faster has ended every session: nothing may be opened after it. The hash
    // is not what is compared: a parallel login that replaced an outdated one has changed no password.
    private async Task<bool> ConfirmAsync<T>(PasswordAttempt<T> attempt, User user)
    {
        if (attempt.PrepareAsync is { } prepare)
        {
            await prepare(user);
        }

        return attempt.IsLogin
            ? await users.TryRecordLoginAsync(user.Id, user.PasswordVersion, time.GetUtcNow(), CancellationToken.None)
            : await users.TryConfirmPasswordAsync(user.Id, user.PasswordVersion, CancellationToken.None);
    }
}
