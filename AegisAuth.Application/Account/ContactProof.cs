using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Account;

/// <summary>Makes an e-mail address the user's own, by the code that <see cref="ContactVerification"/> has sent to it.</summary>
public sealed class ContactProof(
    IUserRepository users,
    IAccountProfileRepository contacts,
    OneTimeCodeService codes,
    OneTimeCodeVerifier verifier,
    AccountNotices notices,
    AuditLog audit,
    IOptions<MessageOptions> options,
    TimeProvider time
)
{
    /// <summary>
    /// Makes the contact the user's own and takes the one before it away. Refuses with <c>OneTimeCodeInvalid</c>, also
    /// for another user's code or a contact that the account has no longer, <c>TooManyAttempts</c>, <c>Busy</c>, or
    /// <c>ContactTaken</c>.
    /// </summary>
    public Task<Result<Unit>> ConfirmAsync(string? code, AuthenticatedCaller caller, CancellationToken cancellationToken) =>
        verifier.CheckAsync(
            code,
            CodePurposes.VerifyContact,
            options.Value.VerifyLifetime,
            caller,
            (found, attempt) =>
                found is null || found.UserId != caller.Session.UserId
                    ? attempt.SettleAsync(AttemptOutcome.Failure, () => Task.FromResult<Result<Unit>>(AuthError.OneTimeCodeInvalid))
                    : attempt.SettleAsync(AttemptOutcome.Success, () => ProveAsync(found, caller)),
            cancellationToken
        );

    private async Task<Result<Unit>> ProveAsync(OneTimeCode code, AuthenticatedCaller caller)
    {
        // A closing or an erasing waits, or was faster: then nothing may be added to the account.
        if (!await contacts.TryLockAsync(caller.Session.UserId, CancellationToken.None))
        {
            return AuthError.TokenInvalid;
        }

        // The account may have another contact by now, and of parallel uses of one code one goes on.
        if (
            await users.FindAsync(caller.Session.UserId, CancellationToken.None) is not { } user
            || ContactKeys.Email(user.Email) != code.Contact
            || !await codes.TryTakeAsync(code)
        )
        {
            return AuthError.OneTimeCodeInvalid;
        }

        // Two links to one contact, opened one after the other, are no fault.
        var proven = await contacts.ListContactsAsync(caller.Session.UserId, CancellationToken.None);
        if (
            !proven.Contains(code.Contact)
            && !await contacts.TryAddContactAsync(code.Contact, caller.Session.UserId, time.GetUtcNow(), CancellationToken.None)
        )
        {
            await audit.WriteAsync(caller.Session.Event(AuditActions.ContactVerify) with { Refused = AuditReasons.ContactTaken }, caller);
            return AuthError.ContactTaken;
        }

        // Another address was in force until now: it hears of it before it goes.
        if (
            proven.FirstOrDefault(contact =>
                contact != code.Contact && contact.StartsWith(ContactKeys.EmailPrefix, StringComparison.Ordinal)
            ) is
            { } old
        )
        {
            await notices.TellAsync(caller.Session.UserId, AccountChange.Email, old[ContactKeys.EmailPrefix.Length..]);
        }

        await contacts.DropContactsAsync(caller.Session.UserId, ContactKeys.EmailPrefix, code.Contact, CancellationToken.None);
        await audit.WriteAsync(caller.Session.Event(AuditActions.ContactVerify), caller);
        return new Unit();
    }
}
