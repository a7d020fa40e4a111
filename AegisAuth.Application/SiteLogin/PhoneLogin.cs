using AegisAuth.Application.Account;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Closing;
using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Messages;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Application.Throttling;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Logs site users in by a proven phone number and six digits that were sent to it.</summary>
/// <remarks>
/// A number that is proven by an account with an admin role logs in to no account, whatever is configured: a phone is less than
/// what such a login asks for, and a number can be taken over at the operator's counter.
/// </remarks>
public sealed class PhoneLogin(
    PhoneCodeService codes,
    PhoneLoginRules rules,
    IUserRepository users,
    LoginThrottle throttle,
    SiteSessionIssuer signIn,
    ReturningOwner returning,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Checks the code and opens a session of the account that has proven the number; where no account has and
    /// <c>Phone:Register</c> says so, of a new one. Refuses with <c>TooManyAttempts</c>, <c>Busy</c>,
    /// <c>PhoneCodeInvalid</c> or <c>OtherProofRequired</c>, and with <c>AccountClosing</c> as <see cref="ReturningOwner"/>
    /// says: the code stays good then, and takes the closing back. To reopen an account makes none.
    /// </summary>
    public async Task<Result<SiteLoginSuccess>> LoginAsync(
        SiteLoginRequest request,
        bool reopen,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var contact = ContactKeys.Phone(request.Phone!)!;
        // Counted before it is checked: parallel guesses cannot slip past the pause.
        var reserved = await throttle.ReserveAsync(AttemptKeys.Phone(contact), caller, cancellationToken);
        if (reserved.IsRefused(out var refusal, out var attempt))
        {
            return refusal;
        }

        await using (attempt)
        {
            // Nothing is cancelled from here on: a guesser who hangs up is counted all the same.
            var code = PhoneCodeService.Read(request.Code) is { } digits
                ? await codes.FindAsync(digits, contact, TextPurpose.Login, userId: 0)
                : null;
            return code is null
                ? await RefuseAsync(attempt, caller)
                : await attempt.SettleAsync(AttemptOutcome.Success, () => OpenAsync(code, request, reopen, caller));
        }
    }

    private Task<Result<SiteLoginSuccess>> RefuseAsync(Reservation attempt, Caller caller) =>
        attempt.SettleAsync<Result<SiteLoginSuccess>>(
            AttemptOutcome.Failure,
            async () =>
            {
                await audit.WriteAsync(new AuditEvent(AuditActions.SiteLogin) { Refused = AuditReasons.CodeInvalid }, caller);
                return AuthError.PhoneCodeInvalid;
            }
        );

    private async Task<Result<SiteLoginSuccess>> OpenAsync(PhoneCode code, SiteLoginRequest request, bool reopen, Caller caller)
    {
        var known = await rules.FindAsync(code.Contact);
        if (!reopen && known is { Role: AdminRole.None } && known.CanReopen(time.GetUtcNow()))
        {
            return await returning.TellAsync(known, Login(known), caller);
        }

        // Of parallel uses of one code one goes on.
        if (!await codes.TryTakeAsync(code))
        {
            return AuthError.PhoneCodeInvalid;
        }

        if (known is { Role: AdminRole.None, ClosesAt: not null })
        {
            if ((await returning.MeetAsync(known, reopen, Login(known), caller)).IsRefused(out var closing, out _))
            {
                return closing;
            }

            // Reopened, or erased: then no account has the number.
            known = await rules.FindAsync(code.Contact);
        }

        if (await rules.WhyNotAsync(known, code.Contact, reopen) is { } why)
        {
            await audit.WriteAsync(Login(known) with { Refused = why }, caller);
            return why == AuditReasons.MayBeRecycled ? AuthError.OtherProofRequired : AuthError.PhoneCodeInvalid;
        }

        var user = known ?? await rules.CreateAsync(code.Contact, request);
        if (!await users.TryRecordLoginAsync(user.Id, user.PasswordVersion, time.GetUtcNow(), CancellationToken.None))
        {
            // Disabled, or given another password, between reading and writing: look again.
            throw new ConcurrencyConflictException();
        }

        var success = await signIn.OpenAsync(user, AuthenticationMethods.Sms, request.Remember == true, caller);
        var what = Login(user);
        await audit.WriteAsync(
            what with
            {
                Actor = what.Target,
                Detail = known is null ? "phone new-account" : "phone known",
                MakesUser = known is null,
            },
            caller
        );
        return success;
    }

    private static AuditEvent Login(User? user) => AuditEvent.About(AuditActions.SiteLogin, user);
}

/// <summary>Makes the account of a user who brings a proven number only.</summary>
public sealed class NewPhoneUser(IUserRepository users, InviterLookup inviters, PhoneNumberOwner owner, TimeProvider time)
{
    private const int SuffixLength = 6;

    /// <summary>The new user, with the number as a proven contact. Belongs in the transaction that uses the code up.</summary>
    internal async Task<User> CreateAsync(string contact, SiteLoginRequest request)
    {
        // An invitation that no user has refuses no login: the code is spent already.
        var inviter = await inviters.FindAsync(code: null, request.InviteId, CancellationToken.None) ?? 0;
        var number = await users.NextNumberAsync(CancellationToken.None);
        var name = ExternalText.Name(request.NickName);
        foreach (var userName in ExternalText.UserNames(name, () => RandomSecret.CreateId()[..SuffixLength]))
        {
            var user = NewUser.Create(number, userName, time.GetUtcNow()) with
            {
                Nickname = name.Length > 0 ? name : userName,
                AvatarUrl = ExternalText.Picture(request.Avatar),
                ParentId = inviter,
                Phone = PhoneNumberOwner.Number(contact),
            };
            if (!await users.TryAddAsync(user, CancellationToken.None))
            {
                continue;
            }

            // The number was free a moment ago. A faster request has it now: begin again and find that account.
            return await owner.TryGiveAsync(user, contact) ? user : throw new ConcurrencyConflictException();
        }

        throw new InvalidOperationException("The user names never end.");
    }
}
