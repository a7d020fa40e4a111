using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.Account;

/// <summary>Lets users read and change what is theirs about the own account.</summary>
public sealed class AccountProfileService(
    IUserRepository users,
    IAccountProfileRepository details,
    IUnitOfWork unitOfWork,
    PasswordReauthentication proof,
    AccountNotices notices,
    IMapper mapper,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>The own account.</summary>
    public async Task<Result<AccountProfile>> ReadAsync(AuthenticatedSession me, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(me.UserId, cancellationToken) is not { } user)
        {
            return AuthError.TokenInvalid;
        }

        var proven = await details.ListContactsAsync(user.Id, cancellationToken);
        return mapper.Map<AccountProfile>(user) with
        {
            EmailVerified = ContactKeys.Email(user.Email) is { } email && proven.Contains(email),
            PhoneVerified = ContactKeys.Phone(user.Phone) is { } phone && proven.Contains(phone),
        };
    }

    /// <summary>
    /// Changes what the request names. Another e-mail address or phone number leads to a new password in the end, so it
    /// needs a login within the last ten minutes or the password, checked under the throttle. Refuses with
    /// <c>UserNameFixed</c>, <c>RecentAuthenticationRequired</c>, <c>Busy</c>, <c>TooManyAttempts</c> or <c>WrongProof</c>.
    /// </summary>
    public async Task<Result<Unit>> ChangeAsync(DetailRequest request, AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.Session.UserId, cancellationToken) is not { } user)
        {
            return AuthError.TokenInvalid;
        }

        // A client that sends the whole account back sends the name that it has.
        if (request.UserName is { } name && (request.ChangesNothing || !string.Equals(name, user.UserName, StringComparison.Ordinal)))
        {
            return AuthError.UserNameFixed;
        }

        if (!ChangesContact(request, user) || RecentAuthentication.Is(caller.Session, time))
        {
            return await unitOfWork.RunAsync(() => StoreAsync(request, caller), CancellationToken.None);
        }

        if (!PasswordForm.IsPassword(request.Password))
        {
            return AuthError.RecentAuthenticationRequired;
        }

        return await proof.CheckAsync(
            request.Password,
            AuditActions.DetailChange,
            caller,
            _ => StoreAsync(request, caller),
            cancellationToken
        );
    }

    private static bool ChangesContact(DetailRequest request, User user) =>
        (request.Email is { } email && ContactKeys.Email(email) != ContactKeys.Email(user.Email))
        || (request.Phone is { } phone && ContactKeys.Phone(phone) != ContactKeys.Phone(user.Phone));

    private async Task TellAsync(DetailRequest request, User before)
    {
        if (request.Email is { } email && ContactKeys.Email(email) != ContactKeys.Email(before.Email))
        {
            await notices.TellAsync(before.Id, AccountChange.Email);
        }

        if (request.Phone is { } phone && ContactKeys.Phone(phone) != ContactKeys.Phone(before.Phone))
        {
            await notices.TellAsync(before.Id, AccountChange.Phone);
        }
    }

    private async Task<Result<Unit>> StoreAsync(DetailRequest request, AuthenticatedCaller caller)
    {
        var before = await users.FindAsync(caller.Session.UserId, CancellationToken.None);

        var change = new DetailChange(
            caller.Session.UserId,
            request.RealName,
            request.AvatarUrl,
            request.Email is { } email ? ProfileValidation.Email(email) : null,
            request.Phone is { } phone ? ProfileValidation.Phone(phone) : null,
            time.GetUtcNow()
        );
        if (!await details.TryChangeAsync(change, CancellationToken.None))
        {
            // Disabled, closed or erased meanwhile.
            return AuthError.TokenInvalid;
        }

        // The old address is told. It stays in force until the new one is proven, or none is named.
        await TellAsync(request, before!);
        // A new contact leaves the proven one in force until it is proven itself; none at all takes it away.
        if (request.Email is { Length: 0 })
        {
            await details.DropContactsAsync(caller.Session.UserId, ContactKeys.EmailPrefix, exceptKey: null, CancellationToken.None);
        }

        if (request.Phone is { Length: 0 })
        {
            await details.DropContactsAsync(caller.Session.UserId, ContactKeys.PhonePrefix, exceptKey: null, CancellationToken.None);
        }

        await audit.WriteAsync(caller.Session.Event(AuditActions.DetailChange), caller);
        return new Unit();
    }
}
