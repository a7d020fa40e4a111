using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>Writes the link that <see cref="ForgottenPassword"/> was asked for, behind the request's back.</summary>
public sealed class PasswordResetLetter(
    IUserRepository users,
    OneTimeCodeService codes,
    MessageTexts texts,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    IOptions<MessageOptions> options,
    TimeProvider time
)
{
    private static bool MayReset(User user) => user is { Enabled: true, Role: AdminRole.None };

    /// <summary>The mail for an address, or null where its account may not reset: none, disabled, or with an admin role.</summary>
    /// <param name="key">The contact key of the address.</param>
    /// <param name="caller">The caller who asked.</param>
    /// <param name="english">English instead of Chinese.</param>
    public Task<Message?> WriteAsync(string key, Caller caller, bool english) =>
        unitOfWork.RunAsync<Message?>(
            async () =>
            {
                var user = await users.FindByNameAsync(key, nameKey: null, CancellationToken.None);
                var asked = AuditEvent.About(AuditActions.PasswordResetAsk, user);
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
