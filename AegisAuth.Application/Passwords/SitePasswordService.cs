using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Changes a site user's own password. One who has a password proves it; one who has none, because the account was made by a
/// provider, must have logged in within the last ten minutes.
/// </summary>
public sealed class SitePasswordService(
    IUserRepository users,
    OwnPasswordService passwords,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    PasswordUpdater newPasswords,
    IUnitOfWork unitOfWork,
    TimeProvider time
)
{
    /// <summary>
    /// Stores the new password, ends every other session and the links of password resets on their way. Refuses with
    /// <c>PasswordMissing</c>, <c>RecentAuthenticationRequired</c>, <c>Busy</c>, <c>TooManyAttempts</c>, <c>WrongProof</c>,
    /// <c>PasswordUnchanged</c> for the old password again, or what the <see cref="PasswordPolicy"/> says.
    /// </summary>
    public async Task<Result<Unit>> ChangeAsync(
        SitePasswordRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (await users.FindAsync(caller.Session.UserId, cancellationToken) is not { } user)
        {
            return AuthError.TokenInvalid;
        }

        return user.PasswordHash is null
            ? await SetFirstAsync(request.Password!, user, caller)
            : await ReplaceAsync(request, caller, cancellationToken);
    }

    private async Task<Result<Unit>> ReplaceAsync(
        SitePasswordRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrEmpty(request.OldPassword)
            ? AuthError.PasswordMissing
            : await passwords.ChangeAsync(
                new OwnPasswordRequest { Password = request.OldPassword, NewPassword = request.Password },
                caller,
                cancellationToken
            );

    private async Task<Result<Unit>> SetFirstAsync(string password, User user, AuthenticatedCaller caller)
    {
        if (!RecentAuthentication.Is(caller.Session, time))
        {
            return AuthError.RecentAuthenticationRequired;
        }

        if (policy.Check(password, PasswordOwner.Of(user)) is { } weak)
        {
            return weak;
        }

        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            var hash = await place.HashAsync(password);
            return await unitOfWork.RunAsync<Result<Unit>>(
                async () =>
                    await newPasswords.TryChangeAsync(user, hash, caller)
                        ? new Unit()
                        // A parallel change was faster: now there is an old password, and it was not given.
                        : AuthError.PasswordMissing,
                CancellationToken.None
            );
        }
    }
}
