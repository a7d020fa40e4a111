using AegisAuth.Application.Account;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.PhoneNumbers;

/// <summary>Proves that a phone number is the user's own, by six digits that are sent to it.</summary>
public sealed class PhoneVerification(
    IUserRepository users,
    AccountProfileService details,
    Reauthentication ownership,
    PhoneNumberOwner owner,
    PhoneCodeSender sender,
    PhoneCodeService codes,
    LoginThrottle throttle,
    AuditLog audit
)
{
    /// <summary>
    /// Sends a code to the number of the account, or to another one, which becomes the account's first. Done also when
    /// it is proven already. Refuses with <c>PhoneInvalid</c> where there is none, as
    /// <see cref="AccountProfileService.ChangeAsync"/>, and as <see cref="PhoneCodeSender.SendVerifyAsync"/>.
    /// </summary>
    public async Task<Result<Unit>> AskAsync(
        VerifyRequest request,
        AuthenticatedCaller caller,
        bool english,
        CancellationToken cancellationToken
    )
    {
        if (await NumberAsync(request, caller.Session, cancellationToken) is not { } contact)
        {
            return AuthError.PhoneInvalid;
        }

        if (!await IsNamedAsync(contact, caller.Session, cancellationToken))
        {
            var change = new DetailRequest { Phone = request.Phone, Password = request.Password };
            if ((await details.ChangeAsync(change, caller, cancellationToken)).IsRefused(out var refusal, out _))
            {
                return refusal;
            }
        }

        return await owner.FindAsync(contact) is { } proven && proven.Id == caller.Session.UserId
            ? new Unit()
            : await sender.SendVerifyAsync(caller.Session.UserId, contact, caller, english, cancellationToken);
    }

    /// <summary>
    /// Makes the number the user's own and takes the one before it away. A code that was sent to log in with proves the
    /// number as well: the user who typed it in this session has the phone. Refuses with <c>PhoneInvalid</c>,
    /// <c>PhoneCodeInvalid</c>, <c>TooManyAttempts</c>, <c>Busy</c>, <c>ContactTaken</c>, and for another number than the
    /// account's as <see cref="Reauthentication"/> does.
    /// </summary>
    public async Task<Result<Unit>> ConfirmAsync(VerifyRequest request, AuthenticatedCaller caller, CancellationToken cancellationToken)
    {
        if (await NumberAsync(request, caller.Session, cancellationToken) is not { } contact)
        {
            return AuthError.PhoneInvalid;
        }

        Refusal refusal;
        if (!await IsNamedAsync(contact, caller.Session, cancellationToken))
        {
            var proof = await ownership.CheckAsync(request.Password, AuditActions.ContactVerify, caller, cancellationToken);
            if (proof.IsRefused(out refusal, out _))
            {
                return refusal;
            }
        }

        var reserved = await throttle.ReserveAsync(AttemptKeys.Phone(contact), caller, cancellationToken);
        if (reserved.IsRefused(out refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            var code = PhoneCodeService.Read(request.Code) is { } digits ? await FindAsync(digits, contact, caller.Session) : null;
            return code is null
                ? await RefuseAsync(attempt, caller)
                : await attempt.SettleAsync(AttemptOutcome.Success, () => ProveAsync(code, caller));
        }
    }

    private async Task<PhoneCode?> FindAsync(string digits, string contact, AuthenticatedSession me) =>
        await codes.FindAsync(digits, contact, TextPurpose.Verify, me.UserId)
        ?? await codes.FindAsync(digits, contact, TextPurpose.Login, userId: 0);

    private async Task<string?> NumberAsync(VerifyRequest request, AuthenticatedSession me, CancellationToken cancellationToken) =>
        ContactKeys.Phone(
            string.IsNullOrEmpty(request.Phone) ? (await users.FindAsync(me.UserId, cancellationToken))?.Phone ?? "" : request.Phone
        );

    private async Task<bool> IsNamedAsync(string contact, AuthenticatedSession me, CancellationToken cancellationToken) =>
        await users.FindAsync(me.UserId, cancellationToken) is { } user && ContactKeys.Phone(user.Phone) == contact;

    private Task<Result<Unit>> RefuseAsync(Reservation attempt, AuthenticatedCaller caller) =>
        attempt.SettleAsync<Result<Unit>>(
            AttemptOutcome.Failure,
            async () =>
            {
                await audit.WriteAsync(
                    caller.Session.Event(AuditActions.ContactVerify) with
                    {
                        Refused = AuditReasons.CodeInvalid,
                    },
                    caller
                );
                return AuthError.PhoneCodeInvalid;
            }
        );

    private async Task<Result<Unit>> ProveAsync(PhoneCode code, AuthenticatedCaller caller)
    {
        // Of parallel uses of one code one goes on.
        if (
            await users.FindAsync(caller.Session.UserId, CancellationToken.None) is not { Enabled: true } user
            || !await codes.TryTakeAsync(code)
        )
        {
            return AuthError.PhoneCodeInvalid;
        }

        var given = await owner.TryGiveAsync(user, code.Contact);
        var what = caller.Session.Event(AuditActions.ContactVerify);
        await audit.WriteAsync(given ? what : what with { Refused = AuditReasons.ContactTaken }, caller);
        return given ? new Unit() : AuthError.ContactTaken;
    }
}
