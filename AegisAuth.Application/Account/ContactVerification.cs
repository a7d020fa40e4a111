using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Account;

/// <summary>Proves that an e-mail address is the user's own, by a code that is sent to it.</summary>
/// <remarks>
/// Two things are needed: the code, which only the owner of the contact reads, and the session of the user who asked.
/// An attacker who registers with another person's address and makes us send a mail gets nothing when the receiver opens the
/// link; and a mail scanner that follows every link uses nothing up.
/// </remarks>
public sealed class ContactVerification(
    IUserRepository users,
    IAccountProfileRepository contacts,
    AccountProfileService details,
    OneTimeCodeService codes,
    OneTimeCodeVerifier verifier,
    MessageQueue waiting,
    MessageLimits limits,
    MessageTexts texts,
    AccountNotices notices,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    IOptions<MessageOptions> options,
    TimeProvider time
)
{
    /// <summary>
    /// Sends a code to the address of the account, or to another one, which becomes the account's first. Done also when
    /// it is proven already. Refuses with <c>ContactOutOfReach</c>, <c>EmailInvalid</c> where there is none,
    /// <c>TooManyAttempts</c>, <c>Busy</c>, or as <see cref="AccountProfileService.ChangeAsync"/>.
    /// </summary>
    public async Task<Result<Unit>> AskAsync(
        VerifyRequest request,
        AuthenticatedSession me,
        Caller caller,
        bool english,
        CancellationToken cancellationToken
    )
    {
        if (
            request.Email is { Length: > 0 } given
            && await users.FindAsync(me.UserId, cancellationToken) is { } before
            && ContactKeys.Email(given) != ContactKeys.Email(before.Email)
        )
        {
            var change = new DetailRequest { Email = given, Password = request.Password };
            if ((await details.ChangeAsync(change, me, caller, cancellationToken)).IsRefused(out var refusal, out _))
            {
                return refusal;
            }
        }

        if (await users.FindAsync(me.UserId, cancellationToken) is not { } user || ContactKeys.Email(user.Email) is not { } key)
        {
            return AuthError.EmailInvalid;
        }

        var proven = await contacts.ListContactsAsync(me.UserId, cancellationToken);
        return proven.Contains(key) ? new Unit() : await SendAsync(me.UserId, key, caller, english);
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

        return waiting.TryAdd<ContactVerification>(self => self.WriteAsync(userId, key, caller, english))
            ? new Unit()
            : new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Makes the contact the user's own and takes the one before it away. Refuses with <c>OneTimeCodeInvalid</c>, also
    /// for another user's code or a contact that the account has no longer, <c>TooManyAttempts</c>, <c>Busy</c>, or
    /// <c>ContactTaken</c>.
    /// </summary>
    public Task<Result<Unit>> ConfirmAsync(string? code, AuthenticatedSession me, Caller caller, CancellationToken cancellationToken) =>
        verifier.CheckAsync(
            code,
            CodePurposes.VerifyContact,
            options.Value.VerifyLifetime,
            caller,
            (found, attempt) =>
                found is null || found.UserId != me.UserId
                    ? attempt.SettleAsync(AttemptOutcome.Failure, () => Task.FromResult<Result<Unit>>(AuthError.OneTimeCodeInvalid))
                    : attempt.SettleAsync(AttemptOutcome.Success, () => ProveAsync(found, me, caller)),
            cancellationToken
        );

    // Behind the request's back. The message goes to the address inside the key: what is proven is what is stored.
    private Task<Message?> WriteAsync(long userId, string key, Caller caller, bool english) =>
        unitOfWork.RunAsync<Message?>(
            async () =>
            {
                if (await users.FindAsync(userId, CancellationToken.None) is not { Enabled: true } user)
                {
                    return null;
                }

                var lifetime = options.Value.VerifyLifetime;
                var until = time.GetUtcNow() + lifetime;
                var code = await codes.IssueAsync(userId, CodePurposes.VerifyContact, key, lifetime);
                var account = user.AegisSpeedId.ToString();
                await audit.WriteAsync(
                    new AuditEvent(AuditActions.ContactVerifyStart)
                    {
                        Actor = account,
                        Target = account,
                        OrganisationId = user.OrganisationId,
                    },
                    caller
                );
                var to = key[ContactKeys.EmailPrefix.Length..];
                return texts.VerifyEmail(to, user.UserName, code, lifetime, english) with { UsefulUntil = until, UserId = userId };
            },
            CancellationToken.None
        );

    private async Task<Result<Unit>> ProveAsync(OneTimeCode code, AuthenticatedSession me, Caller caller)
    {
        // A closing or an erasing waits, or was faster: then nothing may be added to the account.
        if (!await contacts.TryLockAsync(me.UserId, CancellationToken.None))
        {
            return AuthError.TokenInvalid;
        }

        // The account may have another contact by now, and of parallel uses of one code one goes on.
        if (
            await users.FindAsync(me.UserId, CancellationToken.None) is not { } user
            || ContactKeys.Email(user.Email) != code.Contact
            || !await codes.TryTakeAsync(code)
        )
        {
            return AuthError.OneTimeCodeInvalid;
        }

        // Two links to one contact, opened one after the other, are no fault.
        var proven = await contacts.ListContactsAsync(me.UserId, CancellationToken.None);
        if (
            !proven.Contains(code.Contact)
            && !await contacts.TryAddContactAsync(code.Contact, me.UserId, time.GetUtcNow(), CancellationToken.None)
        )
        {
            await audit.WriteAsync(me.Event(AuditActions.ContactVerify) with { Refused = AuditReasons.ContactTaken }, caller);
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
            await notices.TellAsync(me.UserId, AccountChange.Email, old[ContactKeys.EmailPrefix.Length..]);
        }

        await contacts.DropContactsAsync(me.UserId, ContactKeys.EmailPrefix, code.Contact, CancellationToken.None);
        await audit.WriteAsync(me.Event(AuditActions.ContactVerify), caller);
        return new Unit();
    }
}
