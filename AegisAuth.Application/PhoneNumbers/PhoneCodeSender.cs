using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>
/// Sends six digits to a phone. A request takes its place in the limits and leaves; whether a message goes out at all is
/// decided behind its back, so that known and unknown numbers are answered alike, in bytes and in time.
/// </summary>
public sealed class PhoneCodeSender(
    PhoneCodeService codes,
    PhoneCodeLimits limits,
    PhoneNumberOwner owner,
    IUserRepository users,
    MessageQueue waiting,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    IOptions<PhoneOptions> options
)
{
    /// <summary>
    /// Sends a code that logs in. Refuses with <c>ContactOutOfReach</c>, <c>PhoneInvalid</c> for a number that the
    /// gateway has refused, <c>TooManyMessages</c> or <c>Busy</c>.
    /// </summary>
    public Task<Result<Unit>> SendLoginAsync(string contact, Caller caller, bool english, CancellationToken cancellationToken) =>
        SendAsync(contact, caller, self => self.WriteLoginAsync(contact, caller, english), options.Value.Register, cancellationToken);

    /// <summary>Sends a code that proves a number to be the user's own. Refuses as <see cref="SendLoginAsync"/> does.</summary>
    public Task<Result<Unit>> SendVerifyAsync(
        long userId,
        string contact,
        Caller caller,
        bool english,
        CancellationToken cancellationToken
    ) => SendAsync(contact, caller, self => self.WriteVerifyAsync(userId, contact, caller, english), tellsNothing: true, cancellationToken);

    private async Task<Result<Unit>> SendAsync(
        string contact,
        Caller caller,
        Func<PhoneCodeSender, Task<Message?>> write,
        bool tellsNothing,
        CancellationToken cancellationToken
    )
    {
        if (!waiting.Reaches(ContactKind.Phone))
        {
            return AuthError.ContactOutOfReach;
        }

        // Where only known numbers get messages, a number that was refused would be known to be known.
        if (tellsNothing && await limits.IsUnreachableAsync(contact, cancellationToken))
        {
            return AuthError.PhoneInvalid;
        }

        if ((await limits.TakeAsync(contact, caller)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        return waiting.TryAdd(write) ? new Unit() : new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
    }

    private Task<Message?> WriteLoginAsync(string contact, Caller caller, bool english) =>
        unitOfWork.RunAsync<Message?>(
            async () =>
            {
                var user = await owner.FindAsync(contact);
                var asked = AuditEvent.About(AuditActions.PhoneCodeAsk, user);
                var why = user switch
                {
                    null => options.Value.Register ? null : AuditReasons.UnknownUser,
                    // An owner who is closing the account comes back by it, or is new.
                    { Enabled: false, ClosesAt: null } or { ClosingHeld: true } => AuditReasons.Disabled,
                    { Role: not AdminRole.None } => AuditReasons.Administrator,
                    _ => null,
                };
                // Also where nothing is sent: a guess at it then takes the same time.
                var digits = await codes.IssueAsync(contact, TextPurpose.Login, userId: 0);
                await audit.WriteAsync(asked with { Refused = why }, caller);
                return why is not null ? null : Text(contact, digits, TextPurpose.Login, english);
            },
            CancellationToken.None
        );

    private Task<Message?> WriteVerifyAsync(long userId, string contact, Caller caller, bool english) =>
        unitOfWork.RunAsync<Message?>(
            async () =>
            {
                if (await users.FindAsync(userId, CancellationToken.None) is not { Enabled: true } user)
                {
                    return null;
                }

                var digits = await codes.IssueAsync(contact, TextPurpose.Verify, userId);
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
                return Text(contact, digits, TextPurpose.Verify, english);
            },
            CancellationToken.None
        );

    private static Message Text(string contact, string digits, TextPurpose purpose, bool english) =>
        MessageTexts.PhoneCode(PhoneNumberOwner.Number(contact), digits, purpose, PhoneCodeService.Lifetime, english);
}
