using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Asks a user who is logged in already for the password once more. It counts under the same account as the logins:
/// guesses here and guesses there share their pause.
/// </summary>
public sealed class PasswordReauthentication(PasswordAuthenticator passwords, IUserRepository users, AuditLog audit)
{
    /// <summary>
    /// Checks the password and does <paramref name="commit"/> in the transaction that settles the attempt. Refuses with
    /// <c>Busy</c>, <c>TooManyAttempts</c> or <c>WrongProof</c>, which is audited under <paramref name="action"/>.
    /// </summary>
    public Task<Result<T>> CheckAsync<T>(
        string password,
        string action,
        AuthenticatedCaller caller,
        Func<User, Task<Result<T>>> commit,
        CancellationToken cancellationToken
    ) =>
        CheckAsync<T>(password, action, caller, (user, _) => Task.FromResult<Func<Task<Result<T>>>>(() => commit(user)), cancellationToken);

    /// <summary>The same, where something must be prepared outside of the transaction; see <see cref="PasswordAttempt{T}.AcceptAsync"/>.</summary>
    public Task<Result<T>> CheckAsync<T>(
        string password,
        string action,
        AuthenticatedCaller caller,
        Func<User, IHashingPlace, Task<Func<Task<Result<T>>>>> acceptAsync,
        CancellationToken cancellationToken
    )
    {
        var subject = new PasswordSubject(
            AttemptKeys.Account(caller.Session.AegisSpeedId),
            () => users.FindAsync(caller.Session.UserId, CancellationToken.None)
        );
        return passwords.CheckAsync(
            new PasswordAttempt<T>
            {
                Password = password,
                IdentifyAsync = _ => Task.FromResult<Result<PasswordSubject>>(subject),
                Judge = (user, right) => user is null || !right ? new PasswordDenial(AuditReasons.WrongPassword) : null,
                RefuseAsync = async (_, why) =>
                {
                    await audit.WriteAsync(caller.Session.Event(action) with { Refused = why }, caller);
                    return AuthError.WrongProof;
                },
                AcceptAsync = acceptAsync,
            },
            caller,
            cancellationToken
        );
    }
}
