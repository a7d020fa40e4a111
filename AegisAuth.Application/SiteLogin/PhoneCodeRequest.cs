using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.SiteLogin;

/// <summary>Which number to send a login code to.</summary>
public sealed class PhoneCodeRequest
{
    /// <summary>The number: E.164, or eleven digits of a Chinese mobile number.</summary>
    /// <example>13800138000</example>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Phone { get; init; }

    /// <summary>The id that <c>/api/captcha</c> gave out, where it gave one.</summary>
    public string? CaptchaId { get; init; }

    /// <summary>What the picture shows, in any letter case.</summary>
    public string? Captcha { get; init; }

    /// <summary>Keeps the number out of logs.</summary>
    public override string ToString() => nameof(PhoneCodeRequest);
}

/// <summary>The form of it.</summary>
public sealed class PhoneCodeRequestValidator : AbstractValidator<PhoneCodeRequest>
{
    /// <summary>The one rule: a number.</summary>
    public PhoneCodeRequestValidator() =>
        RuleFor(r => r.Phone)
            .Must(phone => !string.IsNullOrEmpty(phone) && ProfileValidation.IsPhoneOrEmpty(phone))
            .Refuse(AuthError.PhoneInvalid);
}
