using AegisAuth.Application.OwnPassword;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteAccount;

/// <summary>
/// Changes a site user's own password. One who has a password proves it; one who has none, because he came through a
/// provider, must have logged in within the last ten minutes.
/// </summary>
public sealed class SitePasswordService(
    IUsers users,
    OwnPasswordService passwords,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    NewPasswords newPasswords,
    IUnitOfWork unitOfWork,
    TimeProvider time
)
{
    /// <summary>
    /// Stores the new password, ends every other session and the links of password resets on their way. Refuses with
    /// <c>PasswordMissing</c>, <c>FreshLoginRequired</c>, <c>Busy</c>, <c>TooManyAttempts</c>, <c>WrongProof</c>,
    /// <c>PasswordUnchanged</c> for the old password again, or what the <see cref="PasswordPolicy"/> says.
    /// </summary>
    public async Task<Result<Done>> ChangeAsync(
        SitePasswordRequest request,
        SignedIn me,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (await users.FindAsync(me.UserId, cancellationToken) is not { } user)
        {
            return AuthError.TokenInvalid;
        }

        return user.PasswordHash is null
            ? await SetFirstAsync(request.Password!, user, me, caller)
            : await ReplaceAsync(request, me, caller, cancellationToken);
    }

    private async Task<Result<Done>> ReplaceAsync(
        SitePasswordRequest request,
        SignedIn me,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrEmpty(request.OldPassword)
            ? AuthError.PasswordMissing
            : await passwords.ChangeAsync(
                new OwnPasswordRequest { Password = request.OldPassword, NewPassword = request.Password },
                me,
                caller,
                cancellationToken
            );

    private async Task<Result<Done>> SetFirstAsync(string password, User user, SignedIn me, Caller caller)
    {
        if (!FreshLogin.Is(me, time))
        {
            return AuthError.FreshLoginRequired;
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
            return await unitOfWork.RunAsync<Result<Done>>(
                async () =>
                    await newPasswords.TryChangeAsync(me, oldHash: null, hash, caller)
                        ? new Done()
                        // Somebody else's change was faster: now there is an old password, and it was not given.
                        : AuthError.PasswordMissing,
                CancellationToken.None
            );
        }
    }
}
