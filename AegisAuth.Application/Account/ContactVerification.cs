using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Account;

/// <summary>Sends the code by which a user proves an e-mail address (<see cref="ContactProof"/>).</summary>
/// <remarks>
/// Two things are needed: the code, which only the owner of the contact reads, and the session of the user who asked.
/// An attacker who registers with another person's address and makes us send a mail gets nothing when the receiver opens the
/// link; and a mail scanner that follows every link uses nothing up.
/// </remarks>
public sealed class ContactVerification(
    IUserRepository users,
    IAccountProfileRepository contacts,
    AccountProfileService details,
    MessageQueue waiting,
    MessageLimits limits
)
{
    /// <summary>
    /// Sends a code to the address of the account, or to another one, which becomes the account's first. Done also when
    /// it is proven already. Refuses with <c>ContactOutOfReach</c>, <c>EmailInvalid</c> where there is none,
    /// <c>TooManyAttempts</c>, <c>Busy</c>, or as <see cref="AccountProfileService.ChangeAsync"/>.
    /// </summary>
    public async Task<Result<Unit>> AskAsync(
        VerifyRequest request,
        AuthenticatedCaller caller,
        bool english,
        CancellationToken cancellationToken
    )
    {
        if (
            request.Email is { Length: > 0 } given
            && await users.FindAsync(caller.Session.UserId, cancellationToken) is { } before
            && ContactKeys.Email(given) != ContactKeys.Email(before.Email)
        )
        {
            var change = new DetailRequest { Email = given, Password = request.Password };
            if ((await details.ChangeAsync(change, caller, cancellationToken)).IsRefused(out var refusal, out _))
            {
                return refusal;
            }
        }

        if (await users.FindAsync(caller.Session.UserId, cancellationToken) is not { } user || ContactKeys.Email(user.Email) is not { } key)
        {
            return AuthError.EmailInvalid;
        }

        var proven = await contacts.ListContactsAsync(caller.Session.UserId, cancellationToken);
        return proven.Contains(key) ? new Unit() : await SendAsync(caller.Session.UserId, key, caller, english);
    }

    /// <summary>Sends a code to an address that the user has named. Refuses with <c>ContactOutOfReach</c>, <c>TooManyAttempts</c> or <c>Busy</c>.</summary>
    public async Task<Result<Unit>> SendAsync(long userId, string key, Caller caller, bool english)
    {
        if (!waiting.Reaches(ContactKind.Email))
        {
            return AuthError.ContactOutOfReach;
        }

        if ((await limits.TakeAsync(key, caller)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        return waiting.TryAdd<ContactLetter>(letter => letter.WriteAsync(userId, key, caller, english))
            ? new Unit()
            : new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
    }
}
