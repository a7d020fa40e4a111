using AegisAuth.Application.Audit;
using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Account;

/// <summary>Writes the message that <see cref="ContactVerification"/> was asked for, behind the request's back.</summary>
public sealed class ContactLetter(
    IUserRepository users,
    OneTimeCodeService codes,
    MessageTexts texts,
    IUnitOfWork unitOfWork,
    AuditLog audit,
    IOptions<MessageOptions> options,
    TimeProvider time
)
{
    /// <summary>The mail with a new code, or null where the user is gone. It goes to the address inside the key: what is proven is what is stored.</summary>
    public Task<Message?> WriteAsync(long userId, string key, Caller caller, bool english) =>
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
}
