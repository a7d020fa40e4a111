using AegisAuth.Application.Common;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Importing;

/// <summary>The form of a line: what every other way to an account asks for, and nothing less. The messages hold nothing of the line.</summary>
public sealed class UserLineValidator : AbstractValidator<UserLine>
{
    internal const int MaxIdentities = 20;

    private const int MaxNickname = 64;
    private const int MaxInviteCode = 32;
    private const long LatestTime = 253_402_300_799;

    /// <summary>The rules, in the order in which they answer.</summary>
    public UserLineValidator(LoginProviders providers)
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleLevelCascadeMode = CascadeMode.Stop;
        var platforms = providers.All.Select(provider => provider.Platform).ToHashSet(StringComparer.Ordinal);
        var names = string.Join(", ", platforms);

        RuleFor(l => l).Must(HasName).WithMessage("nothing to know it by: aegisspeed_id, user_name, a verified contact or an identity");
        RuleFor(l => l.Id).Must(id => id is null or > 0).WithMessage("id: a number from 1");
        RuleFor(l => l.AegisSpeedId)
            .Must(id => string.IsNullOrEmpty(id) || AegisSpeedId.TryParse(id, out _))
            .WithMessage("aegisspeed_id: nine letters or digits");
        RuleFor(l => l.UserName)
            .Must(name => string.IsNullOrEmpty(name) || UserNames.IsValid(name))
            .WithMessage("user_name: 3 to 32 letters, digits, '.', '_', '-'; a letter among them; not the form of an AegisSpeed id");
        RuleFor(l => l.Nickname)
            .Must(name => name is null || (name.Length <= MaxNickname && PlainText.IsText(name)))
            .WithMessage("nickname: at most 64 characters, no control characters");
        RuleFor(l => l.RealName)
            .Must(name => name is null || (name.Length <= ProfileValidation.MaxRealName && PlainText.IsText(name)))
            .WithMessage("real_name: at most 64 characters, no control characters");
        RuleFor(l => l.Email).Must(ProfileValidation.IsEmailOrEmpty).WithMessage("email: not an e-mail address");
        RuleFor(l => l)
            .Must(l => l.EmailVerified != true || !string.IsNullOrEmpty(l.Email))
            .WithMessage("email_verified: there is no email");
        RuleFor(l => l.Phone)
            .Must(ProfileValidation.IsPhoneOrEmpty)
            .WithMessage("phone: not a phone number; outside China it needs its country code");
        RuleFor(l => l)
            .Must(l => l.PhoneVerified != true || !string.IsNullOrEmpty(l.Phone))
            .WithMessage("phone_verified: there is no phone");
        RuleFor(l => l.OrganisationId).Must(id => id is null or > 0).WithMessage("organisation_id: a number from 1");
        RuleFor(l => l.GroupId).Must(id => id is null or >= 0).WithMessage("group_id: a number from 0");
        RuleFor(l => l.ParentId).Must(id => id is null or >= 0).WithMessage("parent_id: a number from 0");
        RuleFor(l => l).Must(l => l.ParentId is null or 0 || l.ParentId != l.Id).WithMessage("parent_id: a user cannot be the own inviter");
        RuleFor(l => l.InviteCode)
            .Must(code => string.IsNullOrEmpty(code) || IsKey(code, MaxInviteCode))
            .WithMessage("invite_code: at most 32 visible ASCII characters");
        RuleFor(l => l.CreatedTime).Must(time => time is null or (>= 0 and <= LatestTime)).WithMessage("created_time: unix seconds");
        RuleFor(l => l.Role)
            .Must(role => role is null || RoleNames.TryParse(role, out _))
            .WithMessage("role: 超级管理员, 管理员, 组织管理员, or empty");
        RuleFor(l => l)
            .Must(l => RoleNames.HasItsOrganisation(l.Role, l.OrganisationId))
            .WithMessage("role: a 组织管理员 needs an organisation_id");
        RuleFor(l => l.Identities)
            .Must(all => all is null || all.Count <= MaxIdentities)
            .WithMessage("identities: at most 20")
            .Must(all => all is null || all.DistinctBy(i => (i?.Provider, i?.AppId, i?.Subject)).Count() == all.Count)
            .WithMessage("identities: one of them is there twice");
        RuleForEach(l => l.Identities)
            .Must(identity => identity?.Provider is { } name && platforms.Contains(name))
            .WithMessage($"identities: provider is one of {names}")
            .Must(identity => IsKey(identity.AppId, 128) && IsKey(identity.Subject, 255))
            .WithMessage("identities: app_id and subject are at most 128 and 255 visible ASCII characters")
            .Must(identity => string.IsNullOrEmpty(identity.UnionId) || IsKey(identity.UnionId, 128))
            .WithMessage("identities: union_id is at most 128 visible ASCII characters")
            .Must(identity => string.IsNullOrEmpty(identity.UnionId) || UnionFamilies.Of(identity.Provider!) is not null)
            .WithMessage("identities: union_id is for weapp, wechat, inwechat and qq only");
    }

    // Without any of these a second run could not tell that the line is there already.
    private static bool HasName(UserLine line) =>
        !string.IsNullOrEmpty(line.AegisSpeedId)
        || !string.IsNullOrEmpty(line.UserName)
        || line.EmailVerified == true
        || line.PhoneVerified == true
        || line.Identities is { Count: > 0 };

    private static bool IsKey(string? text, int longest) =>
        !string.IsNullOrEmpty(text) && text.Length <= longest && text.All(c => c is > ' ' and <= '~');
}
