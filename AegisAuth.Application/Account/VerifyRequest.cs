using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Account;

/// <summary>Which e-mail address or phone number to send a code to.</summary>
public sealed class VerifyRequest
{
    /// <summary>The e-mail address; the one of the account when absent.</summary>
    /// <example>zhang.wei@example.com</example>
    public string? Email { get; init; }

    /// <summary>The phone number; the one of the account when absent.</summary>
    /// <example>13800138000</example>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Phone { get; init; }

    /// <summary>The six digits that were sent to the phone: with them the number is proven, without them they are sent.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Code { get; init; }

    /// <summary>The own password: needed for another contact than the account's when the login is over ten minutes ago.</summary>
    public string? Password { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(VerifyRequest);
}

/// <summary>The form of it.</summary>
public sealed class VerifyRequestValidator : AbstractValidator<VerifyRequest>
{
    /// <summary>The rules, in the order in which they answer.</summary>
    public VerifyRequestValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Email).Must(ProfileValidation.IsEmailOrEmpty).Refuse(AuthError.EmailInvalid);
        RuleFor(r => r.Phone).Must(ProfileValidation.IsPhoneOrEmpty).Refuse(AuthError.PhoneInvalid);
    }
}
