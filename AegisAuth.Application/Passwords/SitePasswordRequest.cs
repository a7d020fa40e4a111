using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Passwords;

/// <summary>The body of a site user's password change.</summary>
public sealed class SitePasswordRequest
{
    /// <summary>The password as it is now; not asked for where none is set.</summary>
    /// <example>AegisSpeed-2026</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? OldPassword { get; init; }

    /// <summary>The new one: 8 to 128 characters, taken as they are; not a common password and not the account's own names.</summary>
    /// <example>three blue kettles sing</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? Password { get; init; }

    /// <summary>Keeps the passwords out of logs.</summary>
    public override string ToString() => nameof(SitePasswordRequest);
}

/// <summary>The form of a password change. What a new password must be beyond that, the policy says.</summary>
public sealed class SitePasswordRequestValidator : AbstractValidator<SitePasswordRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public SitePasswordRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Password).NotEmpty().Refuse(AuthError.PasswordMissing);
        RuleFor(r => r.OldPassword).Must(old => !PasswordForm.IsTooLong(old)).Refuse(AuthError.PasswordTooLong);
        RuleFor(r => r.OldPassword)
            .Must(old => string.IsNullOrEmpty(old) || PasswordForm.IsPassword(old))
            .Refuse(AuthError.InvalidPassword);
    }
}
