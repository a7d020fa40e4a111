using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>Lets site users who have forgotten their password ask for a link to a new one, at a proven e-mail address; <see cref="PasswordReset"/> uses it.</summary>
/// <remarks>
/// An address that is not proven gets nothing: the user who typed it may not own it. Neither does an account with an admin
/// role: a mailbox is less than what its login asks for, so another administrator resets it.
/// </remarks>
public sealed class ForgottenPassword(
    IUserRepository users,
    OneTimeCodeService codes,
    MessageQueue waiting,
    ResetGate gate,
    MessageTexts texts,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    IOptions<MessageOptions> options,
    TimeProvider time
)
{
    /// <summary>
    /// Asks for a link. Whether a user has proven the address is looked up behind the request's back: the answer and
    /// its time are the same. Refuses with <c>ContactOutOfReach</c>, <c>CaptchaWrong</c>,
    /// <c>TooManyAttempts</c> or <c>Busy</c>, for every caller alike.
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
