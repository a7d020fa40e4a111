using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.StepUp;

/// <summary>
/// Asks somebody who is signed in already for the password once more, through the throttle of the login and under the
/// same account: guesses here and guesses there share their pause.
/// </summary>
public sealed class PasswordReauthentication(IUserRepository users, IPasswordHasher hasher, LoginThrottle throttle, AuditLog audit)
{
    /// <summary>
    /// Checks the password and goes on with <paramref name="proven"/>, which must settle the attempt. Refuses with
    /// <c>Busy</c>, <c>TooManyAttempts</c> or <c>WrongProof</c>, which is audited under <paramref name="action"/>.
    /// </summary>
    public async Task<Result<T>> CheckAsync<T>(
        AuthenticatedSession me,
        string password,
        string action,
        Caller caller,
        Func<ProvenPassword, Task<Result<T>>> proven,
        CancellationToken cancellationToken
    )
    {
        // A place in the hashing queue first, as at the login: whoever finds it full is told before anything is counted.
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            var reserved = await throttle.ReserveAsync(AttemptKeys.Account(me.AegisSpeedId), caller, cancellationToken);
            if (reserved.IsRefused(out var refusal, out var attempt))
            {
                return refusal;
            }

            await using (attempt)
            {
                // From here on nothing is cancelled: a guesser who hangs up is counted all the same.
                var user = await users.FindAsync(me.UserId, CancellationToken.None);
                if (user is null || await place.VerifyAsync(password, user.PasswordHash) == PasswordCheck.Wrong)
                {
                    return await RefuseAsync<T>(attempt, me, action, caller);
                }

                return await proven(new ProvenPassword(user, place, attempt));
            }
        }
    }

    private Task<Result<T>> RefuseAsync<T>(Reservation attempt, AuthenticatedSession me, string action, Caller caller) =>
        attempt.SettleAsync<Result<T>>(
            AttemptOutcome.Failure,
            async () =>
            {
                await audit.WriteAsync(me.Event(action) with { Refused = AuditReasons.WrongPassword }, caller);
                return AuthError.WrongProof;
            }
        );
}

/// <summary>A password that was right, and what goes on from there.</summary>
/// <param name="User">Its owner, as read for the check.</param>
/// <param name="Place">The place in the hashing queue, held still.</param>
/// <param name="Attempt">The attempt, not settled yet.</param>
public sealed record ProvenPassword(User User, IHashingPlace Place, Reservation Attempt)
{
    /// <summary>Keeps the account out of logs.</summary>
    public override string ToString() => nameof(ProvenPassword);
}
