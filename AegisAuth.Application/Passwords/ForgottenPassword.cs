using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>Lets site users who have forgotten their password choose a new one, through a proven e-mail address.</summary>
/// <remarks>
/// An address that is not proven gets nothing: whoever typed it may not own it. Neither does an account with an admin
/// role: a mailbox is less than what its login asks for, so another administrator resets it.
/// </remarks>
public sealed class ForgottenPassword(
    IUserRepository users,
    OneTimeCodeService codes,
    MessageQueue waiting,
    ResetGate gate,
    MessageTexts texts,
    PasswordResetCompletion change,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    IOptions<MessageOptions> options,
    TimeProvider time
)
{
    /// <summary>
    /// Asks for a link. Whether anybody has proven the address is looked up behind the request's back: the answer and
    /// its time are the same. Refuses with <c>ContactOutOfReach</c>, <c>CaptchaWrong</c>,
    /// <c>TooManyAttempts</c> or <c>Busy</c>, whoever asks.
    /// </summary>
    public async Task<Result<Unit>> AskAsync(ResetRequest request, Caller caller, bool english)
    {
        var key = ContactKeys.Email(request.Email!)!;
        if (!waiting.Reaches(ContactKind.Email))
        {
            return AuthError.ContactOutOfReach;
        }

        if ((await gate.EnterAsync(request, key, caller)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        return waiting.TryAdd<ForgottenPassword>(self => self.WriteAsync(key, caller, english))
            ? new Unit()
            : new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Uses a link: sets the password, ends every session, every other link and every pause of the account. A link
    /// whose password was refused stays good. Refuses with <c>OneTimeCodeInvalid</c>, also when the address is the
    /// account's no longer, with <c>Busy</c>, or with what the <see cref="PasswordPolicy"/> says.
    /// </summary>
    public async Task<Result<Unit>> SetAsync(string token, string password, Caller caller, CancellationToken cancellationToken)
    {
        var code = await codes.FindAsync(token, CodePurposes.ResetPassword, cancellationToken);
        if (
            code is null
            || await users.FindByNameAsync(code.Contact, nameKey: null, cancellationToken) is not { } user
            || user.Id != code.UserId
            || !MayReset(user)
        )
        {
            return AuthError.OneTimeCodeInvalid;
        }

        return await change.SetAsync(code, user, password, caller);
    }

    private static bool MayReset(User user) => user is { Enabled: true, Role: AdminRole.None };

    private Task<Message?> WriteAsync(string key, Caller caller, bool english) =>
        unitOfWork.RunAsync<Message?>(
            async () =>
            {
                var user = await users.FindByNameAsync(key, nameKey: null, CancellationToken.None);
                var asked = new AuditEvent(AuditActions.PasswordResetAsk)
                {
                    Target = user?.AegisSpeedId.ToString() ?? "",
                    OrganisationId = user?.OrganisationId,
                };
                if (user is null || !MayReset(user))
                {
                    var why = user switch
                    {
                        null => AuditReasons.UnknownUser,
                        { Enabled: false } => AuditReasons.Disabled,
                        _ => AuditReasons.Administrator,
                    };
                    await audit.WriteAsync(asked with { Refused = why }, caller);
                    return null;
                }

                var lifetime = options.Value.ResetLifetime;
                var until = time.GetUtcNow() + lifetime;
                var code = await codes.IssueAsync(user.Id, CodePurposes.ResetPassword, key, lifetime);
                await audit.WriteAsync(asked, caller);
                return texts.ResetPassword(key[ContactKeys.EmailPrefix.Length..], user.UserName, code, lifetime, english) with
                {
                    UsefulUntil = until,
                    UserId = user.Id,
                };
            },
            CancellationToken.None
        );
}

/// <summary>Sets a password in exchange for a code.</summary>
public sealed class PasswordResetCompletion(
    OneTimeCodeService codes,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    PasswordUpdater passwords,
    IUnitOfWork unitOfWork
)
{
    internal async Task<Result<Unit>> SetAsync(OneTimeCode code, User user, string password, Caller caller)
    {
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
            return await unitOfWork.RunAsync(() => StoreAsync(code, user, hash, caller), CancellationToken.None);
        }
    }

    private async Task<Result<Unit>> StoreAsync(OneTimeCode code, User user, string hash, Caller caller)
    {
        // Of parallel uses of one link one gets here, and none once the password was changed another way.
        return await codes.TryTakeAsync(code) && await passwords.TryResetAsync(user, hash, caller)
            ? new Unit()
            : AuthError.OneTimeCodeInvalid;
    }
}
