using AegisAuth.Application.Account;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.SiteLogin;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Registration;

/// <summary>Makes accounts for people who come by themselves, and logs them in.</summary>
public sealed class RegistrationService(
    InviterLookup inviters,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    RegistrationGate gate,
    NewAccount account,
    ContactVerification verification
)
{
    /// <summary>
    /// Makes the account, opens a session of it and sends the link that proves its e-mail address. Refuses with
    /// <c>Busy</c>, <c>TooManyAttempts</c>, <c>CaptchaWrong</c>, <c>UserNameTaken</c>, <c>InviteCodeUnknown</c> or what
    /// the <see cref="PasswordPolicy"/> says. Neither e-mail address nor phone number belongs to a user before it is
    /// proven, so both are taken without a look at who else gave them: the answer does not tell that an address is known.
    /// </summary>
    public async Task<Result<SiteLoginSuccess>> RegisterAsync(
        RegisterRequest request,
        Caller caller,
        bool english,
        CancellationToken cancellationToken
    )
    {
        if (!hasher.TryEnter(out var place))
        {
            return new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
        }

        using (place)
        {
            if ((await gate.EnterAsync(request, caller, cancellationToken)).IsRefused(out var refusal, out _))
            {
                return refusal;
            }

            if (
                policy.Check(request.Password!, new PasswordOwner(AdminRole.None, null, request.UserName, request.Email, request.Phone)) is
                { } weak
            )
            {
                return weak;
            }

            // Looked up before the hash, which is dear, and again with the insertion, which is what decides.
            if (await account.IsTakenAsync(request))
            {
                return AuthError.UserNameTaken;
            }

            if (await inviters.FindAsync(request.InviteCode, request.InviteId, cancellationToken) is not { } inviter)
            {
                return AuthError.InviteCodeUnknown;
            }

            var hash = await place.HashAsync(request.Password!);
            var registered = await account.AddAsync(request, inviter, hash, caller);
            if (!registered.IsRefused(out _, out var success) && success.User.Email.Length > 0)
            {
                // Not sent when too many went out already: the account page asks again.
                await verification.SendAsync(success.User.Id, ContactKeys.Email(success.User.Email)!, caller, english);
            }

            return registered;
        }
    }
}
