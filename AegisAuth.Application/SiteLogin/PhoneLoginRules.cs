using AegisAuth.Application.Audit;
using AegisAuth.Application.PhoneNumbers;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Which account a proven number logs in to, or why to none.</summary>
public sealed class PhoneLoginRules(PhoneNumberOwner owner, NewPhoneUser newcomers, IOptions<PhoneOptions> options)
{
    /// <summary>The user who has proven the number, or null.</summary>
    internal Task<User?> FindAsync(string contact) => owner.FindAsync(contact);

    /// <inheritdoc cref="NewPhoneUser.CreateAsync"/>
    internal Task<User> CreateAsync(string contact, SiteLoginRequest request) => newcomers.CreateAsync(contact, request);

    /// <summary>The word of <see cref="AuditReasons"/> that refuses the login, or null. To reopen an account makes none.</summary>
    internal async Task<string?> WhyNotAsync(User? user, string contact, bool reopen) =>
        user switch
        {
            null => options.Value.Register && !reopen ? null : AuditReasons.UnknownUser,
            { Enabled: false } => AuditReasons.Disabled,
            { Role: not AdminRole.None } => AuditReasons.Administrator,
            _ => await owner.MayBeRecycledAsync(user, contact) ? AuditReasons.MayBeRecycled : null,
        };
}
