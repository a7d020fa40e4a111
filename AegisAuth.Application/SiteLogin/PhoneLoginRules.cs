using AegisAuth.Application.Audit;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Which account a proven number logs in to, or why to none.</summary>
public sealed class PhoneLoginRules(PhoneNumberOwner owner, IOptions<PhoneOptions> options)
{
    /// <summary>The user who has proven the number, or null; and the word of <see cref="AuditReasons"/> that refuses the login, or null.</summary>
    internal async Task<(User? User, string? Refused)> FindAsync(string contact)
    {
        var user = await owner.FindAsync(contact);
        return (user, await WhyNotAsync(user, contact));
    }

    private async Task<string?> WhyNotAsync(User? user, string contact) =>
        user switch
        {
            null => options.Value.Register ? null : AuditReasons.UnknownUser,
            { Enabled: false } => AuditReasons.Disabled,
            { Role: not AdminRole.None } => AuditReasons.Administrator,
            _ => await owner.MayBeRecycledAsync(user, contact) ? AuditReasons.MayBeRecycled : null,
        };
}
