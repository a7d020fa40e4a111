using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Registration;

/// <summary>The body of a registration. Members that are not listed here are ignored.</summary>
public sealed class RegisterRequest
{
    /// <summary>3 to 32 letters, digits, <c>.</c>, <c>_</c>, <c>-</c> of any script. Unique whatever its case or Unicode form.</summary>
    /// <example>zhang.wei</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? UserName { get; init; }

    /// <summary>8 to 128 characters, taken as they are; not a common password and not the account's own names.</summary>
    /// <example>three blue kettles sing</example>
    [JsonConverter(typeof(StringOrNull))]
    public string? Password { get; init; }

    /// <summary>An e-mail address. It does not log in before it is proven; a link for that is sent at once.</summary>
    /// <example>zhang.wei@example.com</example>
    public string? Email { get; init; }

    /// <summary>A phone number, with its country code unless it is a Chinese mobile. It does not log in before it is proven.</summary>
    /// <example>13800138000</example>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Phone { get; init; }

    /// <summary>The real name: at most 64 characters, none of them invisible or turning the direction.</summary>
    /// <example>张伟</example>
    public string? RealName { get; init; }

    /// <summary>The invitation code of the user who brings this one.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? InviteCode { get; init; }

    /// <summary>The same under the name that the login has: an invitation code, or the number of a user; <c>0</c> for none.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? InviteId { get; init; }

    /// <summary>The id that <c>/api/captcha</c> gave out.</summary>
    public string? CaptchaId { get; init; }

    /// <summary>What the picture shows, in any letter case.</summary>
    public string? Captcha { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(RegisterRequest);
}

/// <summary>The form of a registration. What a password must be beyond that, the policy says.</summary>
public sealed class RegisterRequestValidator : AbstractValidator<RegisterRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public RegisterRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.UserName).NotEmpty().Refuse(AuthError.AccountMissing);
        RuleFor(r => r.UserName).Must(UserNames.IsValid).Refuse(AuthError.UserNameInvalid);
        RuleFor(r => r.Password).NotEmpty().Refuse(AuthError.PasswordMissing);
        RuleFor(r => r.Email).Must(ProfileValidation.IsEmailOrEmpty).Refuse(AuthError.EmailInvalid);
        RuleFor(r => r.Phone).Must(ProfileValidation.IsPhoneOrEmpty).Refuse(AuthError.PhoneInvalid);
        RuleFor(r => r.RealName).Must(ProfileValidation.IsRealNameOrEmpty).Refuse(AuthError.InvalidParameter);
    }
}
